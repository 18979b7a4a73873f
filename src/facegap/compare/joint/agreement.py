"""What the estimators that are to be believed say together: a range each way, and which way is the larger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from facegap.compare.joint.divergence import BothWays, Divergence
from facegap.estimates import Doubt

Way = Literal["p_q", "q_p"]

AGREEING = 2
"""Estimators that must say which way is the larger, with none against them, before it is said at all (ours)."""
_MOST_NEEDED = 1_000_000
"""Images above which the number that it would take isn't told any closer: it is drawn on from far fewer (ours)."""


@dataclass(frozen=True)
class BelievedRange:
    """KL one way, by the estimators that are to be believed; in nats.

    Attributes:
        range: The smallest and the largest of their values; None where none is to be believed.
        interval: The lowest and the highest end of their 95 % intervals; None likewise.
        believed: The names of these estimators.
        doubts: Why each of the others isn't to be believed, by its name.
        bound: Whether all that are to be believed are lower bounds, so that the truth is at least in the range.
        at_least: The highest of the lower ends of the intervals of lower bounds that are above the floor, whether they
            have converged or not; None where there is none.
        at_most: The highest upper end of the intervals of all estimators but lower bounds; None where there is none.
        images_needed: The fewest images of each set with which one of the others would be to be believed, if its value
            stays what it is; None where that can't be told.
    """

    range: tuple[float, float] | None
    interval: tuple[float, float] | None
    believed: tuple[str, ...]
    doubts: dict[str, Doubt]
    bound: bool
    at_least: float | None
    at_most: float | None
    images_needed: int | None

    @property
    def within_noise(self) -> bool:
        """Whether two estimators at least find no more than chance, and none finds more."""
        chance = [doubt for doubt in self.doubts.values() if doubt == "within noise"]
        return not self.believed and self.at_least is None and len(chance) >= AGREEING


@dataclass(frozen=True)
class Direction:
    """Which of KL(P‖Q) and KL(Q‖P) is the larger one, by the estimators whose interval of the difference leaves out 0.

    An estimator has a say where more images would hardly change the smaller value, which may be within noise, and the
    larger one is to be believed, or would only become larger still.

    Attributes:
        larger: ``p_q`` or ``q_p``, where two estimators at least say so and none says the opposite; otherwise None.
        p_q: The names of the estimators that find KL(P‖Q) the larger one.
        q_p: The names of those that find KL(Q‖P) the larger one.
        silent: The names of those that don't tell.
    """

    larger: Way | None
    p_q: tuple[str, ...]
    q_p: tuple[str, ...]
    silent: tuple[str, ...]


def believed_range(ways: Mapping[str, Divergence], floors: Mapping[str, float]) -> BelievedRange:
    """Put together what several estimators say of KL one way.

    Args:
        ways: The divergence by each estimator, by its name.
        floors: The noise floor of each, in nats.
    """
    believed = {name: way for name, way in ways.items() if way.doubt is None}
    values = [way.value for way in believed.values()]
    bounds = [way.value.low for name, way in ways.items() if way.bound and way.value.low > floors[name]]
    tops = [way.value.high for way in ways.values() if way.value.bounded and not way.bound]
    needed = [way.images_needed for way in ways.values() if way.images_needed is not None]
    return BelievedRange(
        range=(min(each.value for each in values), max(each.value for each in values)) if values else None,
        interval=(min(each.low for each in values), max(each.high for each in values)) if values else None,
        believed=tuple(believed),
        doubts={name: way.doubt for name, way in ways.items() if way.doubt is not None},
        bound=bool(believed) and all(way.bound for way in believed.values()),
        at_least=max(bounds, default=None),
        at_most=max(tops, default=None),
        images_needed=min(needed, default=None),
    )


def rough_images(images: int) -> str:
    """Say how many images would be needed, which is known to two digits at most, and not above a million.

    >>> rough_images(3_456), rough_images(24_044_846)
    ('about 3,500', 'more than 1,000,000')
    """
    return f"more than {_MOST_NEEDED:,}" if images > _MOST_NEEDED else f"about {float(f'{images:.2g}'):,.0f}"


def direction(estimators: Mapping[str, BothWays]) -> Direction:
    """Count which estimators find which way the larger one.

    Args:
        estimators: KL both ways by each estimator, by its name.
    """
    says: dict[str, Way | None] = {name: _says(ways) for name, ways in estimators.items()}
    p_q, q_p, silent = (tuple(name for name, way in says.items() if way == which) for which in ("p_q", "q_p", None))
    larger: Way | None = None
    if len(p_q) >= AGREEING and not q_p:
        larger = "p_q"
    elif len(q_p) >= AGREEING and not p_q:
        larger = "q_p"
    return Direction(larger, p_q, q_p, silent)


def _says(ways: BothWays) -> Way | None:
    way: Way
    if ways.asymmetry.low > 0:
        larger, smaller, way = ways.p_q, ways.q_p, "p_q"
    elif ways.asymmetry.high < 0:
        larger, smaller, way = ways.q_p, ways.p_q, "q_p"
    else:
        return None
    return way if smaller.settled and (larger.believable or larger.growing) else None
