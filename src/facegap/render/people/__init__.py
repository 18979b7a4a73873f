"""People: who is rendered, and what they are drawn from."""
