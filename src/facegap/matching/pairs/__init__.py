"""All pairs of embeddings or other points, a block at a time: the sweep over blocks, and what counts their scores."""
