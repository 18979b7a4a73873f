"""KL by densities: of kernels, and of the distances to nearest neighbors."""
