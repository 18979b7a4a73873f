"""Sections on several sets beside each other, none of them set apart."""
