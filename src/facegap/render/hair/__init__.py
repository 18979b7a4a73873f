"""Hair of head and face: styles, where it grows, strands, and the triangles that stand for them."""
