"""What is worn and what is held in front of a face: triangles fitted to any head."""
