"""How sensitive values look before somebody asks to see them."""

VISIBLE_END = 3


def mask_number(value: str) -> str:
    """``099095001234`` → ``•••••••••234``; short values are hidden whole, empty ones stay empty."""
    if len(value) <= VISIBLE_END * 2:
        return "•" * len(value)
    return "•" * (len(value) - VISIBLE_END) + value[-VISIBLE_END:]
