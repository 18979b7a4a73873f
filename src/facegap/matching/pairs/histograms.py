"""All comparisons of a set of embeddings, into histograms: every pair once, none kept."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.matching.pairs.grouped_embeddings import GroupedEmbeddings, group_embeddings
from facegap.matching.pairs.sweep import STEP, sweep

BINS = 65_536

Device = Literal["cpu", "cuda"]


@dataclass(frozen=True)
class GroupedHistograms:
    """Counts of cosine scores from −1 to 1 in equal bins, by the groups of the two images compared.

    The cell (g, h) with g ≤ h holds the pairs between the groups g and h; cells with g > h are zero.

    Attributes:
        mated: int64 (groups, groups, bins), pairs of different images of one identity.
        non_mated: int64 (groups, groups, bins), pairs of images of different identities.
        excluded: The number of pairs that were left out because both images come from one source.
    """

    mated: Int64Array
    non_mated: Int64Array
    excluded: int = 0

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.mated)


def count_scores(
    embeddings: Float32Array,
    identities: Int64Array,
    *,
    groups: Int64Array | None = None,
    sources: Int64Array | None = None,
    bins: int = BINS,
    threads: int | None = None,
    device: Device = "cpu",
) -> GroupedHistograms:
    """Compare every image with every other once.

    Products of blocks of 512 × 512 are binned while they are in the cache; the memory beside the embeddings is a
    sorted copy of them, the histograms and one block a thread.

    Scores are products in float32, so one that lies within its rounding of a bin's bound may count on either side of
    it. The number of threads never changes that. The order of the images may: not with OpenBLAS's AVX-512 kernels, but
    with those for AVX2, where a score's rounding depends on its place in the block. ``exact_rates`` depends on none of
    this.

    Args:
        embeddings: float32 (images, dimensions), of unit length, as a network gives them after normalizing.
        identities: int64 (images,), a number for each person.
        groups: int64 (images,), the group of each image, from 0; one person's images may lie in several. By default all
            images are in one group.
        sources: int64 (images,), a number for the photograph or video that each image was taken from; images of one
            source aren't compared, be they of one identity or not. By default each image is a source of its own.
        bins: The number of bins over [−1, 1]. A score on a bound counts in the upper bin, 1 itself in the last.
        threads: The number of threads of the CPU; by default as many as there are cores.
        device: Where to compare: ``cuda`` is an NVIDIA GPU, by PyTorch.

    Raises:
        ValueError: lengths differ, a group is negative, or an embedding is not finite or not of unit length.
        ConfigError: PyTorch or a GPU is asked for and missing.

    Example:
        Two images of person 0, two of person 1, and one of person 2:

        >>> import numpy as np
        >>> rng = np.random.default_rng(0)
        >>> embeddings = rng.standard_normal((5, 16)).astype(np.float32)
        >>> embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
        >>> histograms = count_scores(embeddings, np.array([0, 0, 1, 1, 2]), bins=200)
        >>> histograms.mated.shape, int(histograms.mated.sum()), int(histograms.non_mated.sum())
        ((1, 1, 200), 2, 8)
    """
    if device == "cuda":
        from facegap.matching.pairs.on_torch import BLOCK_ON_GPU, count_scores_on, torch_device

        gpu = torch_device(device)
        grouped = group_embeddings(embeddings, identities, groups=groups, sources=sources, block=BLOCK_ON_GPU)
        return GroupedHistograms(*count_scores_on(gpu, grouped, bins=bins))
    grouped = group_embeddings(embeddings, identities, groups=groups, sources=sources)
    return _count(grouped, bins, threads)


def _count(grouped: GroupedEmbeddings, bins: int, threads: int | None) -> GroupedHistograms:
    def start() -> _Counter:
        return _Counter(grouped, bins)

    whole, *others = sweep(grouped.vectors, grouped.vectors, grouped.blocks, start, step=STEP, threads=threads)
    for part in others:
        for kind, g, h in np.argwhere(part.pairs):  # with many groups most are empty, and are left untouched
            whole.counts[kind, g, h] += part.counts[kind, g, h]
        whole.excluded += part.excluded
    return GroupedHistograms(whole.counts[0], whole.counts[1], whole.excluded)


class _Counter:
    """The histograms of the blocks that one thread compares."""

    def __init__(self, grouped: GroupedEmbeddings, bins: int) -> None:
        # Here, since compiled code takes long to import, and those who only embed don't need it.
        from facegap.matching.pairs.histogram_kernel import count_block

        self.counts = np.zeros((2, grouped.groups, grouped.groups, bins), dtype=np.int64)
        self.pairs = np.zeros(self.counts.shape[:3], dtype=np.int64)
        self.excluded = 0
        self._grouped, self._count_block = grouped, count_block

    def __call__(self, block: Int64Array, scores: Float32Array) -> None:
        people, sources = self._grouped.people, self._grouped.sources
        self.excluded += self._count_block(scores, people, sources, block, self.counts, self.pairs)
