"""How many images each identity has."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Int64Array


@dataclass(frozen=True)
class ImagesPerIdentity:
    """How the images of one set fall to its identities: a count of what is there, so without intervals.

    Attributes:
        images: How many images there are in all.
        unknown: How many have no identity; the numbers below leave these out.
        identities: How many identities there are; 0 where no image has one, and then the numbers below are NaN.
        fewest: The least number of images that an identity has.
        median: The median number of images of an identity.
        mean: The mean number of images of an identity.
        most: The greatest number of images that an identity has.
        sizes: int64 (n,), the numbers of images that occur, rising.
        counts: int64 (n,), how many identities have each of these numbers of images.
    """

    images: int
    unknown: int
    identities: int
    fewest: float
    median: float
    mean: float
    most: float
    sizes: Int64Array
    counts: Int64Array

    @property
    def unknown_share(self) -> float:
        """The share of the images that have no identity, 0 to 1; NaN of no image."""
        return self.unknown / self.images if self.images else float("nan")

    @property
    def several(self) -> int:
        """How many identities have two images or more."""
        return int(self.counts[self.sizes > 1].sum())


def count_images(people: Int64Array, *, unknown: int) -> ImagesPerIdentity:
    """Count the images of each identity.

    Args:
        people: int64 (images,), a number for each image's person; an image without identity has one of its own.
        unknown: How many images have no identity.

    Raises:
        ValueError: There are fewer people of one image than images without an identity.
    """
    of_each = np.unique(people, return_counts=True)[1]
    sizes, counts = np.unique(of_each, return_counts=True)
    counts = counts - np.where(sizes == 1, unknown, 0)
    single = int(counts[sizes == 1].sum())
    if single < 0 or (unknown and 1 not in sizes):
        msg = f"{unknown} images without an identity, but {single + unknown} people of one image"
        raise ValueError(msg)
    sizes, counts = sizes[counts > 0], counts[counts > 0]
    known = np.repeat(sizes, counts).astype(np.float64)
    nothing = float("nan")
    fewest, median, mean, most = (
        (float(known[0]), float(np.median(known)), float(known.mean()), float(known[-1]))
        if len(known)
        else (nothing, nothing, nothing, nothing)
    )
    return ImagesPerIdentity(len(people), unknown, len(known), fewest, median, mean, most, sizes, counts)
