"""How one dossier was handled, without its applicant: for those who judge the figures that it counts in."""
