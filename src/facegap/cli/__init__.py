"""What people type: one module a command; parses, calls, prints; no logic."""
