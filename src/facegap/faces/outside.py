"""How much of a face set's crops lies beyond the edges of their photographs."""

from dataclasses import dataclass

import polars as pl

from facegap.faces.align import OUTSIDE
from facegap.faceset import IMAGES, FaceSet

MUCH_OUTSIDE = 0.05
"""From this share on, the filled border of a crop can decide what an annotator says of hair and forehead (ours)."""


@dataclass(frozen=True)
class CropBorders:
    """The part of crops that is no photograph, but was filled.

    Attributes:
        mean: The mean over the crops of the share of each that lies outside of its photograph, 0 to 1.
        cut: The share of the crops of which more than ``MUCH_OUTSIDE`` lies outside, 0 to 1.
    """

    mean: float
    cut: float

    @classmethod
    def of(cls, faceset: FaceSet) -> "CropBorders | None":
        """Measure a face set; None where no crop says how much of it lies outside."""
        rows = faceset.scan(IMAGES)
        if OUTSIDE not in rows.collect_schema():
            return None
        outside = pl.col(OUTSIDE)
        mean, cut = rows.select(outside.mean(), (outside > MUCH_OUTSIDE).mean().alias("cut")).collect().row(0)
        return None if mean is None else cls(float(mean), float(cut))

    def words(self, name: str) -> str:
        """Say in a sentence how much of the crops of the set ``name`` lies outside."""
        return (
            f"{100 * self.mean:.0f} % of the average crop of {name} lies outside of its photograph and was filled "
            f"({100 * self.cut:.0f} % of the crops have more than {100 * MUCH_OUTSIDE:.0f} %)"
        )
