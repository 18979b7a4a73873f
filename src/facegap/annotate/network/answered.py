"""How often a layer of attributes gives which answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from facegap.faceset import FaceSet


@dataclass(frozen=True)
class Answered:
    """Of the images that were annotated, the shares with each label of one attribute, 0 to 1; NaN where there are none.

    Attributes:
        positive: labeled 1.
        negative: labeled −1.
        undefined: labeled 0.
    """

    positive: float
    negative: float
    undefined: float


def answered(faceset: FaceSet, layer: str, attributes: Sequence[str]) -> dict[str, Answered]:
    """The shares of each attribute's labels in a layer, images in error left out."""
    rows = faceset.scan(layer).filter(pl.col(f"{layer}.error").is_null())
    columns = {name: pl.col(f"{layer}.{name}") for name in attributes}
    shares = rows.select(
        (column == label).mean().alias(f"{label} {name}") for name, column in columns.items() for label in (1, -1, 0)
    ).collect()
    values = {name: float("nan") if value is None else value for name, value in shares.row(0, named=True).items()}
    return {name: Answered(values[f"1 {name}"], values[f"-1 {name}"], values[f"0 {name}"]) for name in attributes}
