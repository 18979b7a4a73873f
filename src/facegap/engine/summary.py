"""What a run did, for people: rows made, rows in error, and why."""

from dataclasses import dataclass

from facegap.faceset import IMAGES, PEOPLE, FaceSet

MAX_ERRORS = 0.01
"""The share of rows that may go wrong before a run is reported as one with too many errors."""


@dataclass(frozen=True)
class RunSummary:
    """What a run did.

    Attributes:
        layer: the layer that is there now; for a source ``images``, which has the errors of all its layers.
        rows: How many rows the layer has.
        made: rows that this run made; the others were there.
        errors: rows that went wrong in this layer, each with its reason in the column ``error``.
        reasons: the most frequent of them (up to five), each with its number.
        max_errors: the share of rows that may go wrong.
    """

    layer: str
    rows: int
    made: int
    errors: int
    reasons: tuple[str, ...]
    max_errors: float

    @property
    def too_many_errors(self) -> bool:
        """Whether more rows went wrong than may; the layer is complete all the same."""
        return self.errors > self.max_errors * self.rows


def summarize(faceset: FaceSet, layer: str, made: int, max_errors: float) -> RunSummary:
    """The summary of a run that made so many rows of a layer, which is complete."""
    info = faceset.layer(layer)
    reasons = _reasons(faceset, layer) if info.errors else ()
    return RunSummary(layer, info.rows, made, info.errors, reasons, max_errors)


def _reasons(faceset: FaceSet, layer: str) -> tuple[str, ...]:
    """The most frequent errors of a layer, without those of rows that were already bad in the images."""
    errors = faceset.column(layer, "error")
    if layer != IMAGES and not layer.startswith(PEOPLE):
        errors = errors.filter(faceset.column(IMAGES, "error").is_null())
    counted = errors.drop_nulls().value_counts().sort("count", "error", descending=[True, False])
    return tuple(f"{reason} ({count})" for reason, count in counted.head(5).iter_rows())
