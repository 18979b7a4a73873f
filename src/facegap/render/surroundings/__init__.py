"""What surrounds a head: the picture behind it and the light on it."""
