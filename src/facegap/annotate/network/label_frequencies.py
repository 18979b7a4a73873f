"""How often each attribute of a layer is positive, negative and undefined."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from facegap.faceset import FaceSet


@dataclass(frozen=True)
class LabelFrequencies:
    """The share of images with each label of one attribute, 0 to 1; NaN if no image was annotated.

    Attributes:
        positive: The share of images that are labeled 1.
        negative: The share of images that are labeled −1.
        undefined: The share of images that are labeled 0.
    """

    positive: float
    negative: float
    undefined: float


def measure_label_frequencies(faceset: FaceSet, layer: str, attributes: Sequence[str]) -> dict[str, LabelFrequencies]:
    """Return the share of each label for each attribute of a layer, without the images that have an error.

    Args:
        faceset: The face set.
        layer: The name of the layer, such as ``attributes/mac-render``.
        attributes: The names of the attributes, each a column of the layer.
    """
    rows = faceset.scan(layer).filter(pl.col(f"{layer}.error").is_null())
    columns = {name: pl.col(f"{layer}.{name}") for name in attributes}
    shares = rows.select(
        (column == label).mean().alias(f"{label} {name}") for name, column in columns.items() for label in (1, -1, 0)
    ).collect()
    values = {key: float("nan") if share is None else share for key, share in shares.row(0, named=True).items()}
    return {
        name: LabelFrequencies(values[f"1 {name}"], values[f"-1 {name}"], values[f"0 {name}"]) for name in attributes
    }
