"""Rows of ``editions``."""
