"""What all rooms stand on: errors, configuration, names, seeds, what a worker has, types of arrays."""
