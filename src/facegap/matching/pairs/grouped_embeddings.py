"""Embeddings in the order in which they are compared: by group and person, cut into blocks."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.matching.embeddings.unit_length import check_unit_length
from facegap.matching.pairs.sweep import BLOCK, STEP, triangle


class Sources(NamedTuple):
    """Which rows come from one source.

    Attributes:
        order: int64 (images,), rows sorted by source, and by row within one.
        place: int64 (images,), where in ``order`` each row is.
        end: int64 (images,), where in ``order`` each row's source ends. The later rows of a row's source are
            ``order[place + 1:end]``, ascending.
    """

    order: Int64Array
    place: Int64Array
    end: Int64Array


@dataclass(frozen=True)
class GroupedEmbeddings:
    """Embeddings sorted by group, and by person within a group.

    Attributes:
        order: int64 (images,), the image on each row.
        vectors: float32 (images + STEP, dimensions); the last rows are zeros.
        people: int64 (images,), the identity of each row.
        group: int64 (images,), the group of each row.
        groups: number of groups.
        sources: None where each image is a source of its own.
        blocks: int64 (blocks, 1, 6), those of ``triangle`` between and within the groups.
    """

    order: Int64Array
    vectors: Float32Array
    people: Int64Array
    group: Int64Array
    groups: int
    sources: Sources | None
    blocks: Int64Array

    @property
    def images(self) -> int:
        """Number of images."""
        return len(self.order)

    @property
    def dimensions(self) -> int:
        """Dimensions of the embeddings."""
        return int(self.vectors.shape[1])


def group_embeddings(
    embeddings: Float32Array,
    identities: Int64Array,
    *,
    groups: Int64Array | None,
    sources: Int64Array | None,
    block: int = BLOCK,
) -> GroupedEmbeddings:
    """Sort embeddings and cut all their comparisons into blocks.

    Args:
        embeddings: float32 (images, dimensions), of unit length.
        identities: int64 (images,), a number for each person.
        groups: int64 (images,), from 0; None for one group.
        sources: int64 (images,), a number for each source; None for one an image.
        block: rows and columns of a block, a multiple of STEP.

    Raises:
        ValueError: lengths differ, a group is negative, or an embedding is not finite or not of unit length.
    """
    groups = np.zeros(len(identities), dtype=np.int64) if groups is None else groups
    _check(embeddings, identities, groups, sources)
    order = np.lexsort((identities, groups))
    vectors = np.zeros((len(order) + STEP, embeddings.shape[1]), dtype=np.float32)
    np.take(embeddings, order, axis=0, out=vectors[: len(order)], mode="clip")
    count = int(groups.max(initial=0)) + 1
    return GroupedEmbeddings(
        order=order,
        vectors=vectors,
        people=identities[order],
        group=groups[order],
        groups=count,
        sources=None if sources is None else _sources(sources[order]),
        blocks=triangle(np.searchsorted(groups[order], np.arange(count + 1)), block=block),
    )


def _check(embeddings: Float32Array, identities: Int64Array, groups: Int64Array, sources: Int64Array | None) -> None:
    lengths = {len(embeddings), len(identities), len(groups), len(embeddings if sources is None else sources)}
    if embeddings.ndim != 2 or len(lengths) != 1:
        of_sources = "" if sources is None else f" and {len(sources)} sources"
        msg = (
            f"embeddings of shape {embeddings.shape}, {len(identities)} identities, {len(groups)} groups{of_sources} "
            "don't go together: each embedding, a row of a matrix, needs one of each"
        )
        raise ValueError(msg)
    if groups.min(initial=0) < 0:
        msg = f"group {groups.min()} of image {np.argmin(groups)}; groups are counted from 0"
        raise ValueError(msg)
    check_unit_length(embeddings)


def _sources(source: Int64Array) -> Sources:
    order = np.argsort(source, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return Sources(order, place, np.searchsorted(source[order], source, side="right"))
