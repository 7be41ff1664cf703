"""Rows of ``reports``."""
