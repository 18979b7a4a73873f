"""What all rooms stand on: errors, configuration, suggestions for misspelled names, types of arrays."""
