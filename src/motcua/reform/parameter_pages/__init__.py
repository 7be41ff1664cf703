"""Numbers of the reform work for the administrator: every dated parameter of the parts, with its source."""
