"""Pages of the yearly round: its steps, scorecards, appraisal, council, evidence."""
