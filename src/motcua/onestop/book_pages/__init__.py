"""Books of result numbers: what was given out, and closing a year."""
