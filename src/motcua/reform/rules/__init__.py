"""The reform index in pure Python: exact fractions, no database, no clock, no Django."""
