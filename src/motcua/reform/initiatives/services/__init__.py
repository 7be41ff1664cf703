"""Writes of initiatives: drafting, checking, councils, scoring, recognition, spreading."""
