"""What is shown of the share of an attribute in a set, and by which mark a set is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from facegap.compare import AttributeShares
from facegap.estimates import Estimate
from facegap.report.figures.rows.bars import colors
from facegap.report.figures.rows.intervals import IntervalSeries

_SHAPES = "●■▲◆▼✚✖♦"
NOT_KNOWN = Estimate(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class ShownShare:
    """A share as figures and tables show it.

    Attributes:
        estimate: the share, 0 to 1, with its interval; NaN where it isn't known.
        believed: whether it is to be believed; what isn't is gray in tables and hollow in figures.
    """

    estimate: Estimate
    believed: bool


def share_to_show(shares: AttributeShares | None, *, by_identity: bool = False) -> ShownShare:
    """The share of positive images: by calibrated scores where there are any, else among those with a label.

    A share by an annotator that wasn't validated on such images has no interval, which would look sure.

    Args:
        shares: those of the attribute in a set; None where nothing is known.
        by_identity: the mean over people instead, each of whom counts the same.
    """
    if shares is None:
        return ShownShare(NOT_KNOWN, believed=True)
    share = (shares.by_identity.positive_of_defined if by_identity else shares.share) or NOT_KNOWN
    if not shares.validated:
        share = Estimate(share.value, float("nan"), float("nan"))
    return ShownShare(share, believed=shares.validated)


@dataclass(frozen=True)
class SetMark:
    """How a set is marked in tables, as in figures.

    Attributes:
        color: as ``#rrggbb``.
        shape: a character.
    """

    color: str
    shape: str


def set_marks(names: Sequence[str]) -> list[SetMark]:
    """A mark for each set."""
    return [SetMark(color, _SHAPES[at % len(_SHAPES)]) for at, color in enumerate(colors(names))]


def series_of(names: Sequence[str], shown: Sequence[Sequence[ShownShare]]) -> tuple[IntervalSeries, ...]:
    """What a figure draws of each set.

    Args:
        names: of the sets.
        shown: for each row of the figure the shares of all sets.
    """
    columns = list(zip(*shown, strict=True))
    return tuple(
        IntervalSeries(name, color, tuple(one.estimate for one in column), tuple(one.believed for one in column))
        for name, color, column in zip(names, colors(names), columns, strict=True)
    )
