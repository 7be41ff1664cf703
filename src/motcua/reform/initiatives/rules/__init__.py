"""Rules of initiatives as pure functions."""
