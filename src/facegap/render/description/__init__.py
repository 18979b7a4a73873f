"""What is rendered, described by numbers and names: a person, and a scene with them in it."""
