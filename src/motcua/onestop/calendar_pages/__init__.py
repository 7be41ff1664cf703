"""Office pages for the official calendar of working time."""
