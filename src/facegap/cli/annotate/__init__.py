"""``facegap annotate``: attributes of a face set, by a network or from a table, and back to a table."""
