"""Writes of the yearly round, one module a subject; other parts use :mod:`motcua.reform.season.api`."""
