"""Embeddings themselves: the stage that makes them, a set of them with the people they show, and their length."""
