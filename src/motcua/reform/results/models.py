"""Rows of ``results``."""
