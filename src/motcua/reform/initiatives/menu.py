"""Pages of this part in the menus."""


def register() -> None:
    """Called once when Django is ready."""
