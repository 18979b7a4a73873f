"""Tables of data that people and scenes are made of: hair styles, expressions, beards, forms of the face, palettes."""
