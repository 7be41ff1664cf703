"""Ratings of dossiers: what people say of how theirs was handled, and what an agency may read of it."""
