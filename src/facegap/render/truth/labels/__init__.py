"""What shows each attribute, in a person, a scene and their picture: a group of attributes a module."""
