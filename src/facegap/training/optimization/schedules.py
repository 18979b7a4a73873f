"""Learning rates: functions from the number of a step to the factor of the base rate."""

import math
from collections.abc import Callable, Sequence

Schedule = Callable[[int], float]
"""From a step, counted from 0 over the whole run, to the factor, 0 to 1."""


def cosine(*, steps: int, warmup: int = 0, floor: float = 0.0) -> Schedule:
    """Rise linearly over ``warmup`` steps, then fall as half a cosine from 1 to ``floor`` at the last of ``steps``.

    Source: Loshchilov and Hutter 2017 (SGDR), without restarts.
    """
    _check(steps, warmup)

    def factor(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        done = min(1.0, (step - warmup) / max(1, steps - 1 - warmup))
        return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * done))

    return factor


def milestones(at: Sequence[int], *, steps: int, by: float = 0.1, warmup: int = 0) -> Schedule:
    """Rise linearly over ``warmup`` steps; then 1, multiplied ``by`` a factor at each of the steps ``at``."""
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
