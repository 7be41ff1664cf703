"""Assisted filing: a counter officer fills the form for a person who comes in (nộp hộ tại quầy)."""
