"""One picture: a person posed in a scene, framed, lit, drawn and photographed."""
