"""Images of face sets in batches: who trains, in which order, and how they are decoded."""
