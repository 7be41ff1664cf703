"""The reform room's door for the pages and rooms above it."""

__all__: list[str] = []
