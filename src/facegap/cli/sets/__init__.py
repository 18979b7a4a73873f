"""Commands that make, describe and write face sets."""
