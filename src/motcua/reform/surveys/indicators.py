"""Figures that this part offers to the index."""


def register() -> None:
    """Called once when Django is ready."""
