"""Nearest neighbors, found exactly, and pairs that are near-duplicates."""
