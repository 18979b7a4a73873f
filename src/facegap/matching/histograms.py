"""All comparisons of a set of embeddings, into histograms: every pair once, none kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.engine import available_cores

BINS = 65_536
_BLOCK = 512  # rows and columns; a block of scores takes 1 MB
_SHARE = 64  # blocks that a thread takes at a time

Embeddings = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class GroupedHistograms:
    """Counts of cosine scores from −1 to 1 in equal bins, by the groups of the two images compared.

    Attributes:
        mated: int64, (groups, bins): pairs of different images of one identity, which lie in one group.
        non_mated: int64, (groups, groups, bins): pairs of different identities; the cell (g, h) with g ≤ h holds
            those between the groups g and h, cells with g > h are zero.
    """

    mated: Counts
    non_mated: Counts

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.mated)


def count_scores(
    embeddings: Embeddings,
    identities: npt.NDArray[np.int64],
    *,
    groups: npt.NDArray[np.int64] | None = None,
    bins: int = BINS,
    threads: int | None = None,
) -> GroupedHistograms:
    """Compare every image with every other once.

    Products of blocks of 512 × 512 are binned while they are in the cache; the memory beside the embeddings is the
    histograms and one block a thread.

    Args:
        embeddings: float32, (images, dimensions), of unit length.
        identities: int64, (images,), a number for each person.
        groups: int64, (images,), from 0; images of one identity share one. By default all are one group.
        bins: number of bins over [−1, 1]; a score on a bound counts in the upper bin, 1 itself in the last.
        threads: by default as many as there are cores.

    Raises:
        ValueError: lengths differ, an embedding is not finite or not of unit length, or an identity lies in two groups.
    """
    groups = np.zeros(len(identities), dtype=np.int64) if groups is None else groups
    _check(embeddings, identities, groups)
    order = np.lexsort((identities, groups))
    vectors = np.ascontiguousarray(embeddings[order], dtype=np.float32)
    people = identities[order]
    begins, ends = _runs(people)
    blocks = _blocks(groups[order])
    count = int(groups.max(initial=0)) + 1
    # Here, since compiled code takes long to import, and those who only embed don't need it.
    import threadpoolctl

    from facegap.matching.kernel import count_blocks

    shares = iter(np.array_split(blocks, max(1, len(blocks) // _SHARE)))

    def work(_: int) -> tuple[Counts, Counts]:
        block = np.empty(_BLOCK * _BLOCK, dtype=np.float32)
        mated = np.zeros((count, bins), dtype=np.int64)
        non_mated = np.zeros((count * (count + 1) // 2, bins), dtype=np.int64)
        while (share := next(shares, None)) is not None:
            count_blocks(vectors, begins, ends, share, block, mated, non_mated)
        return mated, non_mated

    workers = threads or available_cores()
    # Each thread multiplies its own blocks; the products must not start threads of their own.
    with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(workers) as pool:
        results = list(pool.map(work, range(workers)))
    mated = np.sum([result[0] for result in results], axis=0)
    non_mated = np.sum([result[1] for result in results], axis=0)
    return GroupedHistograms(mated, _square(non_mated, count))


def _check(embeddings: Embeddings, identities: npt.NDArray[np.int64], groups: npt.NDArray[np.int64]) -> None:
    if embeddings.ndim != 2 or not len(embeddings) == len(identities) == len(groups):
        msg = f"{embeddings.shape} embeddings, {len(identities)} identities and {len(groups)} groups don't go together"
        raise ValueError(msg)
    lengths = np.linalg.norm(embeddings, axis=1)
    if not np.allclose(lengths, 1, atol=1e-3):  # false for NaN too
        worst = int(np.argmax(np.where(np.isfinite(lengths), np.abs(lengths - 1), np.inf)))
        msg = f"embedding {worst} has the length {lengths[worst]}; scores are cosines of unit vectors"
        raise ValueError(msg)
    pairs = np.unique(np.stack([identities, groups]), axis=1)
    if len(np.unique(pairs[0])) != pairs.shape[1]:
        msg = "an identity lies in two groups; groups must hold whole people"
        raise ValueError(msg)


def _runs(people: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each row of the sorted embeddings, where its identity's rows begin and end."""
    starts = np.flatnonzero(np.r_[True, people[1:] != people[:-1]]) if len(people) else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(people)])
    return np.repeat(starts, lengths), np.repeat(starts + lengths, lengths)


def _blocks(groups: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Blocks of the upper triangle: rows from, to, columns from, to, group of the rows, index of the group pair."""
    count = int(groups.max(initial=0)) + 1
    bounds = np.searchsorted(groups, np.arange(count + 1))
    spans = [
        (begin, min(begin + _BLOCK, bounds[group + 1]), group)
        for group in range(count)
        for begin in range(bounds[group], bounds[group + 1], _BLOCK)
    ]
    blocks = [
        (row, row_end, column, column_end, g, g * count - g * (g - 1) // 2 + h - g)
        for number, (row, row_end, g) in enumerate(spans)
        for column, column_end, h in spans[number:]
    ]
    return np.array(blocks, dtype=np.int64).reshape(-1, 6)


def _square(pairs: Counts, groups: int) -> Counts:
    square = np.zeros((groups, groups, pairs.shape[-1]), dtype=np.int64)
    square[np.triu_indices(groups)] = pairs
    return square
