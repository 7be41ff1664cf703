"""What is done about inspections: each function one verb, one transaction, locked and recorded."""
