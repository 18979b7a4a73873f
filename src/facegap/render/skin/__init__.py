"""The skin of a person as a texture: pigments, wrinkles, moles, or a photographed skin."""
