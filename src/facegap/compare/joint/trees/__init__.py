"""KL by a tree of the dependences between attributes."""
