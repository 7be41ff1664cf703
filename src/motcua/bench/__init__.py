"""Measurements of the whole house beside their bare ceilings, for ``motcua bench``."""
