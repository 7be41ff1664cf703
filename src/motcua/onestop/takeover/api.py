"""The door for taking over dossiers with their past: tell each life, then write all of them together; and ratings."""

from motcua.onestop.ratings.services import PastRating, take_over_ratings
from motcua.onestop.takeover.course import Stop
from motcua.onestop.takeover.life import Life
from motcua.onestop.takeover.writing import write_lives

__all__ = ["Life", "PastRating", "Stop", "take_over_ratings", "write_lives"]
