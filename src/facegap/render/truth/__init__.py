"""The exact ground truth of rendered images: what is seen, labels by rules, and the layer that holds them."""
