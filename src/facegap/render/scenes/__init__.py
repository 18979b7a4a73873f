"""Scenes: all that may differ between two images of a person, and what it is drawn from."""
