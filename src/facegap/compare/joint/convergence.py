"""How many images an estimate takes until more would hardly change it."""

import math

_TOLERANCE = 0.1
"""Of the value (ours)."""
_LITTLE = 0.05
"""Nats."""
_QUICK = 0.5
_SLOW = 0.95
"""Of each step, the next: the bias of n images goes with 1/n at best; at worst it may never end (ours)."""


_MOST_DOUBLINGS = 20
"""Further than a million times as many images nothing is foretold (ours)."""


def least_images(*, value: float, half: float, quarter: float, margin: float, images: int) -> int | None:
    """The images of each set from which on an estimate would move by less than its doubt (ours).

    The values of a quarter, of half and of all images make two steps. If each doubling goes on to make the step smaller
    by the same factor r, then after n images step · r / (1 − r) is still to come. Where the steps point in different
    directions there is no trend to be seen, and the bias is taken to go with 1/n, so r = ½.

    Args:
        value: The estimate from all images.
        half: The mean of the estimates from half of the images, in the unit of ``value``.
        quarter: The mean of the estimates from a quarter of them.
        margin: Half the width of the value's interval; NaN where there is none.
        images: How many images the smaller set has.

    Returns:
        The number of images, as of ``images_until``; None too where an estimate is missing, or where steps don't get
        smaller and aren't small.
    """
    last, before = value - half, half - quarter
    if not math.isfinite(last + before):
        return None
    trend = last * before > 0
    step = abs(last) if trend else max(abs(last), _QUICK * abs(before))
    rate = min(max(last / before, _QUICK), _SLOW) if trend else _QUICK
    to_come = step * rate / (1 - rate)
    if rate == _SLOW and to_come > allowed(value, margin):
        return None
    return images_until(to_come, rate=rate, doubt=allowed(value, margin), images=images)


def images_until(to_come: float, *, rate: float, doubt: float, images: int) -> int | None:
    """The images of each set from which on less than ``doubt`` is still to come.

    Args:
        to_come: By how much the estimate from ``images`` would still move.
        rate: The factor by which that gets smaller with each doubling, 0 to 1.
        doubt: What may still be to come, in the unit of ``to_come``, as of ``allowed``.
        images: How many images the smaller set has.

    Returns:
        The number of images of each set, at least a quarter of ``images``, since nothing is known of fewer; None where
        it would be more than a million times as many.
    """
    if to_come == 0:
        return math.ceil(images / 4)
    doublings = math.log(doubt / to_come) / math.log(rate)
    return math.ceil(images * 2 ** max(doublings, -2)) if doublings <= _MOST_DOUBLINGS else None


def allowed(value: float, margin: float) -> float:
    """What may still be to come, in nats (ours).

    A tenth of the value, or half the width of its interval where that is more, though no more than half of the
    value; 0.05 nats are always allowed.
    """
    wide = min(margin, abs(value) / 2) if math.isfinite(margin) else 0.0
    return max(_TOLERANCE * abs(value), wide, _LITTLE)
