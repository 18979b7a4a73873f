"""In which order an epoch uses images: pure functions of the seed and the epoch."""

from collections.abc import Sequence

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array
from facegap.engine import generator


def shuffled(rows: Int64Array, *, seed: int, epoch: int) -> Int64Array:
    """Give each row once, in random order.

    >>> shuffled(np.arange(5), seed=0, epoch=0).tolist() == shuffled(np.arange(5), seed=0, epoch=0).tolist()
    True

    Args:
        rows: Row numbers, int64 (n,).
        seed: The seed of the order.
        epoch: The number of the epoch; each has another order.

    Returns:
        int64 (n,).
    """
    return generator(seed, "order", epoch).permutation(rows)


def mixed_sources(
    sources: Sequence[Int64Array],
    weights: Sequence[float],
    *,
    length: int,
    seed: int,
    epoch: int,
    people: Int64Array | None = None,
) -> Int64Array:
    """Mix the rows of several sources in stated shares, in random order.

    >>> order = mixed_sources([np.arange(4), np.arange(100, 104)], [3, 1], length=8, seed=0, epoch=0)
    >>> int((order < 100).sum()), int((order >= 100).sum())
    (6, 2)

    Each source is gone through in shuffle after shuffle, on from where the epoch before ended, so that over the epochs
    each of its rows is used equally often, within one; or each of its people, as ``balanced`` does.

    Args:
        sources: The row numbers of each source, int64.
        weights: The share of each source in the epoch, in any unit; none negative, not all 0.
        length: The epoch has so many rows.
        seed: The seed of the order.
        epoch: The number of the epoch.
        people: Whose image each row is, by row number, where people are to come equally often; None for images.

    Returns:
        int64 (length,).

    Raises:
        ValueError: The weights can't be, or a source has a weight and no rows.
    """
    shares = np.asarray(weights, dtype=np.float64)
    if len(shares) != len(sources) or not np.all(shares >= 0) or not 0 < shares.sum() < np.inf:
        msg = f"as many weights as sources, none negative and not all 0, are needed, not {list(weights)}"
        raise ValueError(msg)
    taken = []
    for number, (rows, count) in enumerate(zip(sources, _counts(shares / shares.sum(), length), strict=True)):
        if people is None or count == 0:
            taken.append(_stream(rows, count * epoch, count, seed=seed, name=number))
        else:
            taken.append(balanced(rows, people[rows], length=count, seed=seed, epoch=epoch))
    return generator(seed, "order", epoch).permutation(np.concatenate(taken))


def balanced(rows: Int64Array, people: Int64Array, *, length: int, seed: int, epoch: int) -> Int64Array:
    """Give rows such that each person comes equally often, within one; and each image of a person too.

    >>> people = np.array([0, 0, 0, 1])
    >>> np.bincount(people[balanced(np.arange(4), people, length=6, seed=0, epoch=0)]).tolist()
    [3, 3]

    People come in shuffle after shuffle, on from where the epoch before ended; those of one shuffle each show the next
    of their images, in an order of their own.

    Args:
        rows: Row numbers, int64 (n,).
        people: Whose image each row is, any numbers, (n,).
        length: The epoch has so many rows.
        seed: The seed of the order.
        epoch: The number of the epoch.

    Returns:
        int64 (length,).

    Raises:
        ValueError: There are no rows.
    """
    if len(rows) == 0:
        msg = "there are no images to take"
        raise ValueError(msg)
    by_person = np.lexsort((generator(seed, "images of people").random(len(rows)), people))
    _, starts, sizes = np.unique(people[by_person], return_index=True, return_counts=True)
    first = length * epoch
    parts = []
    for round_ in range(first // len(starts), -(-(first + length) // len(starts))):
        order = generator(seed, "people", round_).permutation(len(starts))
        parts.append(by_person[starts[order] + round_ % sizes[order]])
    skip = first % len(starts)
    places: Int64Array = np.concatenate(parts)[skip : skip + length]
    return rows[places]


def _counts(shares: Float64Array, length: int) -> list[int]:
    """Whole numbers that sum to ``length``, by largest remainder."""
    exact = shares * length
    counts = np.floor(exact).astype(np.int64)
    counts[np.argsort(counts - exact, kind="stable")[: length - counts.sum()]] += 1
    return [int(count) for count in counts]


def _stream(rows: Int64Array, start: int, count: int, *, seed: int, name: int) -> Int64Array:
    """``count`` rows from place ``start`` of an endless row of shuffles."""
    if count == 0:
        return np.empty(0, dtype=np.int64)
    if len(rows) == 0:
        msg = f"source {name} has a weight and no images"
        raise ValueError(msg)
    rounds = range(start // len(rows), -(-(start + count) // len(rows)))
    shuffles = [generator(seed, "source", name, round_).permutation(rows) for round_ in rounds]
    skip = start % len(rows)
    return np.concatenate(shuffles)[skip : skip + count]
