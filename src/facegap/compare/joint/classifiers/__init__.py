"""KL bounded by a classifier that tells the sets apart."""
