"""Legal numbers for the administrator: every dated parameter with its source, and what no source confirms."""
