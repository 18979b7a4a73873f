"""The attribute labels of a face set in memory, with whose each image is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import polars.selectors as cs

from facegap.errors import FaceSetError
from facegap.faceset import IMAGES, FaceSet
from facegap.matching import person_numbers


@dataclass(frozen=True)
class LabelledSet:
    """Images that have labels, in the order of the face set.

    Attributes:
        layer: where the labels are from, such as ``truth``.
        attributes: their names.
        labels: int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
        people: int64 (images,): a number for each identity; an image without one has a number of its own, that is, it
            is taken to be of a person who is on no other image.
        unknown: how many of the images have no identity.
        missing: how many images of the set have no label of any attribute.
    """

    layer: str
    attributes: tuple[str, ...]
    labels: npt.NDArray[np.int8]
    people: npt.NDArray[np.int64]
    unknown: int
    missing: int

    @classmethod
    def load(cls, faceset: FaceSet, layer: str) -> "LabelledSet":
        """Read the labels of a layer; where an image has some only, the others are undefined.

        Raises:
            FaceSetError: there is no such layer, or no attribute or no label in it.
        """
        labels = labels_of(faceset, layer)
        there = labels.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        if not there.any():
            msg = f"{faceset.path}: no image has a label in the layer {layer!r}"
            raise FaceSetError(msg)
        identity = faceset.column(IMAGES, "identity").filter(there)
        matrix = labels.filter(there).fill_null(0).to_numpy()
        missing = int((~there).sum())
        return cls(layer, tuple(labels.columns), matrix, person_numbers(identity), identity.null_count(), missing)


def labels_of(faceset: FaceSet, layer: str) -> pl.DataFrame:
    """The labels in a layer, a column for each attribute: −1, 0 or 1, and null where an image has none.

    Attributes are the columns of type int8 that hold nothing else; a renderer's ``truth`` has them beside others.

    Raises:
        FaceSetError: there is no such layer, or no such column in it.
    """
    faceset.layer(layer)
    small = faceset.scan(layer).select(cs.by_dtype(pl.Int8)).collect()
    attributes = [column for column in small if column.is_between(-1, 1).all()]
    if not attributes:
        msg = (
            f"{faceset.path}: the layer {layer!r} has no attributes, that is, no columns of type int8 that hold only "
            f"1 (positive), -1 (negative) and 0 (undefined); the layers are: {', '.join(faceset.layers())}"
        )
        raise FaceSetError(msg)
    return pl.DataFrame([column.alias(column.name.removeprefix(f"{layer}.")) for column in attributes])
