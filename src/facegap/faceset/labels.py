"""Attributes in a layer of a face set: which columns they are, and how they are called."""

import polars as pl
import polars.selectors as cs

from facegap.base.errors import FaceSetError
from facegap.faceset.faceset import FaceSet

SCORE, RELIABILITY = "_score", "_reliability"
"""What follows an attribute's name in the columns of an annotator's score and reliability, float32, 0 to 1."""


def label_layer(faceset: FaceSet, name: str) -> str:
    """The layer that is meant by ``truth``, ``mac`` or ``attributes/mac``."""
    return f"attributes/{name}" if f"attributes/{name}" in faceset.layers() else name


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
