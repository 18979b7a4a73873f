"""Figures with a name for each row."""
