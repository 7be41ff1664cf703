"""Rows of ``surveys``."""
