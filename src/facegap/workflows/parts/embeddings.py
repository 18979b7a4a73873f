"""Embeddings in memory that stand in for a face set."""

from collections.abc import Iterable
from copy import copy
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from facegap.base.arrays import Float32Array
from facegap.base.errors import ArrayError
from facegap.compare import ComparedSet, SetDescription, SetPeople
from facegap.matching import EmbeddedSet, person_numbers


class Embeddings:
    """Embeddings of faces, and whose each is, where ``compare``, ``audit`` and ``score`` take a face set.

    Vectors are scaled to unit length, as scores are cosines, which depend on directions only.

    Args:
        vectors: numbers, (images, dimensions); an array, or a list of lists. Kept as float32.
        identities: whose face each image shows, as text or whole numbers; None for somebody who isn't known, who is
            taken to be on no other image. By default nobody is known.
        name: what the set is called in results.

    Attributes:
        vectors: float32 (images, dimensions), of unit length.
        identities: text or None, one an image.
        name: as given.

    Raises:
        ArrayError: the vectors aren't such a matrix, one has no direction or isn't finite, or there aren't as many
            identities.

    Examples:
        >>> from facegap import Embeddings
        >>> faces = Embeddings([[3, 4], [0, 2], [1, 0]], ["ann", "ann", None], name="three faces")
        >>> faces
        Embeddings three faces: 3 images of 1 known identities, 2 dimensions
        >>> faces.vectors[0].tolist()
        [0.6000000238418579, 0.800000011920929]
    """

    def __init__(
        self, vectors: ArrayLike, identities: Iterable[object] | None = None, *, name: str = "embeddings"
    ) -> None:
        self.name = name
        self.vectors = _unit_vectors(vectors, name)
        self.identities = _identities(identities, len(self.vectors), name)

    def __len__(self) -> int:
        return len(self.vectors)

    def __repr__(self) -> str:
        known = len({identity for identity in self.identities if identity is not None})
        images, dimensions = self.vectors.shape
        return f"Embeddings {self.name}: {images} images of {known} known identities, {dimensions} dimensions"

    @property
    def image_ids(self) -> tuple[str, ...]:
        """The number of each image, as text."""
        return tuple(map(str, range(len(self))))

    def called(self, name: str) -> Self:
        """The same embeddings under another name."""
        renamed = copy(self)
        renamed.name = name
        return renamed

    def embedded_set(self) -> EmbeddedSet:
        """The vectors with a number for each person."""
        identity = pl.Series("identity", self.identities, dtype=pl.String)
        return EmbeddedSet(self.vectors, person_numbers(identity), identity.null_count(), 0)

    def compared_set(self) -> ComparedSet:
        """What is compared of them, as of a face set without layers."""
        embedded = self.embedded_set()
        description = SetDescription(
            name=self.name,
            kind=None,
            license=None,
            alignment=None,
            images=len(self),
            identities=len({each for each in self.identities if each is not None}) or None,
            without_image=0,
            missing=0,
        )
        people = SetPeople(embedded.people, embedded.unknown, embedded=embedded)
        return ComparedSet(description, people, np.arange(len(self)))


def _unit_vectors(vectors: ArrayLike, name: str) -> Float32Array:
    try:
        given: Any = np.asarray(vectors)
    except ValueError as error:
        msg = f"{name}: vectors have different lengths ({error}); give a matrix, (images, dimensions)"
        raise ArrayError(msg) from error
    if given.dtype.kind not in "fiu":
        msg = f"{name}: vectors are of type {given.dtype}, where numbers are needed"
        raise ArrayError(msg)
    if given.ndim != 2 or 0 in given.shape:
        msg = f"{name}: vectors have the shape {given.shape}, where (images, dimensions) is needed, with one at least"
        raise ArrayError(msg)
    matrix = given.astype(np.float64)
    lengths = np.linalg.norm(matrix, axis=1)
    for wrong, what in ((~np.isfinite(lengths), "not finite"), (lengths == 0, "zero, which has no direction")):
        rows = np.flatnonzero(wrong)
        if len(rows):
            more = f", and {len(rows) - 1} others too" if len(rows) > 1 else ""
            msg = f"{name}: vector {rows[0]} is {what}{more}; leave such images out"
            raise ArrayError(msg)
    return np.asarray(matrix / lengths[:, None], dtype=np.float32)


def _identities(identities: Iterable[object] | None, images: int, name: str) -> tuple[str | None, ...]:
    if identities is None:
        return (None,) * images
    if isinstance(identities, str):
        msg = f"{name}: identities are the text {identities!r}, where one for each image is needed"
        raise ArrayError(msg)
    values = tuple(identities)
    if len(values) != images:
        msg = f"{name}: {len(values)} identities for {images} vectors; give one for each, None where nobody is known"
        raise ArrayError(msg)
    for number, value in enumerate(values):
        if not (value is None or isinstance(value, str | int | np.integer)) or isinstance(value, bool):
            msg = f"{name}: identity {number} is {value!r}; text, whole numbers or None can be one"
            raise ArrayError(msg)
    return tuple(None if value is None else str(value) for value in values)
