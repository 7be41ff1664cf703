"""Rows of ``inspections``."""
