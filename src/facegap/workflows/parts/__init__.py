"""What the workflows share: how they run, the sets that they are given, and what their results can do."""
