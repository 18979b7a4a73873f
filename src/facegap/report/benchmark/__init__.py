"""The pages of a benchmark of recognizers and of the scores of a set."""
