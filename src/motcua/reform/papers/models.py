"""Rows of ``papers``."""
