"""Error rates: from distributions of scores, from scores in order, and exactly from all comparisons of a set."""
