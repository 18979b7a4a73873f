"""Real people in place of the synthetic set: what a perfect generator of as many images would reach."""

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.engine import generator


def real_reference_splits(owners: Int64Array, *, images: int, splits: int, seed: int) -> BoolArray:
    """Choose people at random who have about as many images as the synthetic set, and half of all at most.

    Most metrics depend on how many images there are of either set: a few synthetic images can't cover many real ones,
    whatever they show. So the noise floor is found between sets of about those sizes, as far as real people suffice.

    Args:
        owners: int64 (real images,), the number of each image's person, or group of people, which go together.
        images: How many images the synthetic set has.
        splits: How often to choose.
        seed: Seed of the choice.

    Returns:
        bool (splits, numbers up to the greatest), whether an owner is chosen. At least one is in each split; the others
        are the rest against which they are compared.
    """
    everyone, sizes = np.unique(owners, return_counts=True)
    chosen = np.zeros((splits, int(owners.max()) + 1), dtype=np.bool_)
    for split in range(splits):
        order = generator(seed, "fidelity", "stand-in", split).permutation(len(everyone))
        enough = np.cumsum(sizes[order]) <= min(images, len(owners) / 2)
        chosen[split, everyone[order[: max(int(enough.sum()), 1)]]] = True
    return chosen
