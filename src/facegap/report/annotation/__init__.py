"""The page of one layer of attributes."""
