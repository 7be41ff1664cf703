"""Rows of ``plan``."""
