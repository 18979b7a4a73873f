"""What people type: one module a command, a folder a group of commands; parses, calls, prints; no logic."""
