"""Pictures of rows of a face set, for sections that show them."""

from collections.abc import Callable, Collection, Mapping, Sequence

from facegap.base.arrays import Int64Array
from facegap.faceset import FaceSet
from facegap.report.images import Example, read_examples, read_thumbnails

Gallery = Mapping[tuple[str, int], Example]
"""By the name of the set and the image's place among some of its images, such as those with labels."""


def read_gallery(
    faceset: FaceSet, name: str, places: Collection[int], *, rows: Int64Array
) -> dict[tuple[str, int], Example]:
    """Some images of a set, fitted into 112 × 112.

    Args:
        faceset: the set.
        name: what the report calls it.
        places: of the images among ``rows``.
        rows: int64, rising, the rows of the face set that the places count.
    """
    return _by_place(read_examples, faceset, name, places, rows)


def read_small_gallery(
    faceset: FaceSet, name: str, places: Collection[int], *, rows: Int64Array
) -> dict[tuple[str, int], Example]:
    """The same fitted into 72 × 72, for sections that show very many."""
    return _by_place(read_thumbnails, faceset, name, places, rows)


def _by_place(
    read: Callable[[FaceSet, Sequence[int]], list[Example]],
    faceset: FaceSet,
    name: str,
    places: Collection[int],
    rows: Int64Array,
) -> dict[tuple[str, int], Example]:
    rising = sorted(set(places))
    return {(name, place): example for place, example in zip(rising, read(faceset, rows[rising].tolist()), strict=True)}
