"""Rows of ``initiatives``."""
