"""Rows of ``season``."""
