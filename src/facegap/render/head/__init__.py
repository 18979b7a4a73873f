"""The head: its mesh and targets, the shape of one person, landmarks, expressions."""
