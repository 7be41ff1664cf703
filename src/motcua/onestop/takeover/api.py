"""The door for taking over dossiers with their past: tell each life, then write all of them together."""

from motcua.onestop.takeover.course import Stop
from motcua.onestop.takeover.life import Life
from motcua.onestop.takeover.writing import write_lives

__all__ = ["Life", "Stop", "write_lives"]
