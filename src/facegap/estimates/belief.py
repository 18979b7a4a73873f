"""Whether a number is to be believed, and why not: decided here for all divergences."""

import math
from typing import Literal

from facegap.estimates.estimate import Estimate

Doubt = Literal["no interval", "below zero", "not converged", "saturated", "within noise"]
"""Why a divergence isn't to be believed.

- ``no interval``: there are too few people to say how sure it is, or no number at all.
- ``below zero``: its whole interval is below zero, where no divergence is.
- ``not converged``: with more images it would still move by more than its doubt, or that can't be told.
- ``saturated``: it is as large as so few people can show; the truth may be any larger.
- ``within noise``: its interval reaches the noise floor, so that it may be chance.
"""

SATURATED = 0.9
"""The share of the ceiling from which a divergence counts as saturated (ours)."""


def doubt_about(value: Estimate, *, floor: float, ceiling: float, converged: bool = True) -> Doubt | None:
    """Say why a divergence isn't to be believed.

    It is where it has an interval that is wholly above the noise floor, has converged, and isn't as large as the number
    of people lets it be (ours).

    Args:
        value: The divergence, in nats.
        floor: The same divergence between two halves of one set's people; NaN where that isn't known.
        ceiling: The largest value that so many people can show, as of ``most_shown``.
        converged: Whether more images would hardly change it.

    Returns:
        The first reason that applies, or None where it is to be believed.

    >>> sure = Estimate(0.8, 0.6, 1.0)
    >>> doubt_about(sure, floor=0.1, ceiling=3.9), doubt_about(sure, floor=0.7, ceiling=3.9)
    (None, 'within noise')
    """
    if not value.known or math.isnan(floor):
        return "no interval"
    if not value.bounded:
        # Nothing varies where nothing differs, so that there is no interval either.
        return "within noise" if value.value <= floor else "no interval"
    if value.high < 0:
        return "below zero"
    if not converged:
        return "not converged"
    if value.value >= SATURATED * ceiling:
        return "saturated"
    return None if value.low > floor else "within noise"


def most_shown(people: float) -> float:
    """The largest divergence that samples of so many people can show without assumptions, in nats: ln(n / 2).

    What one of n people shows may be as rare as 1 / n, and what none shows too. Nothing that is found from n samples
    alone can bound a divergence from below by more than about ln n (McAllester and Stratos, "Formal limitations on the
    measurement of mutual information", 2020); the half is of this project: it is what our classifier comes to where
    sets have nothing in common.

    Args:
        people: The number of people in the smaller set.

    >>> round(most_shown(100), 2)
    3.91
    """
    return math.log(max(people, 2) / 2)


def people_to_show(value: float) -> float:
    """The number of people in each set from which on a divergence of so many nats isn't saturated."""
    return 2 * math.exp(max(value, 0.0) / SATURATED)
