"""Motcua: an open digital-government office for a provincial department in Vietnam."""

__version__ = "0.1.0"
