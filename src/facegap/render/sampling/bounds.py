"""What a condition leaves of a draw: names, or intervals of numbers."""

from collections.abc import Iterable, Mapping

from facegap.render.sampling.distributions import Spans

Bound = frozenset[str] | Spans
"""The names or the intervals that are left of a draw."""

Limits = Mapping[str, Bound]
"""Bounds by the name of the draw, such as ``age``. Yes-or-no draws have the names ``yes`` and ``no``."""

YES, NO = frozenset(("yes",)), frozenset(("no",))
FREE: Limits = {}

_FAR = 1e6


def at_least(low: float) -> Spans:
    """Numbers from ``low`` on."""
    return ((low, _FAR),)


def at_most(high: float) -> Spans:
    """Numbers up to ``high``."""
    return ((-_FAR, high),)


def inside(low: float, high: float) -> Spans:
    """Numbers from ``low`` to ``high``."""
    return ((low, high),)


def outside(low: float, high: float) -> Spans:
    """Numbers up to ``low``, and from ``high`` on."""
    return ((-_FAR, low), (high, _FAR))


def names(*members: str) -> frozenset[str]:
    """One of these names."""
    return frozenset(members)


def both(first: Bound, second: Bound) -> Bound:
    """What is left by two bounds of the same draw; empty where nothing is."""
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return first & second
    if isinstance(first, frozenset) or isinstance(second, frozenset):
        msg = "a draw is bound by names or by numbers, not by both"
        raise TypeError(msg)
    overlaps = [(max(a, c), min(b, d)) for a, b in first for c, d in second]
    return tuple((low, high) for low, high in overlaps if low <= high)


def merge_limits(musts: Iterable[Limits], tends: Iterable[Limits]) -> dict[str, Bound]:
    """All bounds together; those of ``tends`` only where they leave something."""
    limits: dict[str, Bound] = {}
    for must in musts:
        for draw, bound in must.items():
            limits[draw] = both(limits[draw], bound) if draw in limits else bound
    for tend in tends:
        for draw, bound in tend.items():
            narrowed = both(limits[draw], bound) if draw in limits else bound
            if narrowed:
                limits[draw] = narrowed
    return limits
