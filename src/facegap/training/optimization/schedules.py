"""Learning rates: functions from the number of a step to the factor of the base rate."""

import math
from collections.abc import Callable, Sequence

Schedule = Callable[[int], float]
"""From a step, counted from 0 over the whole run, to the factor, 0 to 1."""


def cosine(*, steps: int, warmup: int = 0, floor: float = 0.0) -> Schedule:
    """Make a schedule that rises over some steps, then falls as half a cosine (Loshchilov and Hutter 2017, SGDR).

    >>> schedule = cosine(steps=101, warmup=2)
    >>> [round(schedule(step), 3) for step in (0, 1, 2, 51, 100)]
    [0.5, 1.0, 1.0, 0.5, 0.0]

    Args:
        steps: The run has so many steps; the lowest factor is reached in the last of them.
        warmup: The factor rises linearly in so many first steps, fewer than ``steps``.
        floor: The factor of the last step, from 0 to 1.

    Raises:
        ValueError: The warm-up is negative, or not shorter than the run.
    """
    _check(steps, warmup)

    def factor(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        done = min(1.0, (step - warmup) / max(1, steps - 1 - warmup))
        return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * done))

    return factor


def milestones(at: Sequence[int], *, steps: int, by: float = 0.1, warmup: int = 0) -> Schedule:
    """Make a schedule that rises over some steps, then falls by a factor at each milestone.

    >>> schedule = milestones([10, 20], steps=30)
    >>> [round(schedule(step), 3) for step in (0, 9, 10, 20)]
    [1.0, 1.0, 0.1, 0.01]

    Args:
        at: The numbers of the steps, from 0, at which the factor falls.
        steps: The run has so many steps.
        by: The factor is multiplied by this at each milestone.
        warmup: The factor rises linearly in so many first steps, fewer than ``steps``.

    Raises:
        ValueError: The warm-up is negative, or not shorter than the run.
    """
    _check(steps, warmup)

    def factor(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        return by ** sum(step >= milestone for milestone in at)

    return factor


def _check(steps: int, warmup: int) -> None:
    if not 0 <= warmup < steps:
        msg = f"the warm-up of {warmup} steps must be shorter than the run of {steps}"
        raise ValueError(msg)
