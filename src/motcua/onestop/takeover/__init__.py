"""Dossiers that lived elsewhere are taken over with their whole past, many at once."""
