"""The pages of trained recognizers and annotators."""
