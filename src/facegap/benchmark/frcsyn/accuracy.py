"""How FRCSyn ranks: accuracies of groups or data sets, and one figure from several of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, ObjectArray


@dataclass(frozen=True)
class AccuracySummary:
    """Accuracies of several groups or data sets in one figure each, in the unit that they were given in.

    Attributes:
        average: AVG, the mean of the accuracies; what ranks task 2, over data sets.
        deviation: SD, their standard deviation (divided by their number, not by one less).
        trade_off: TO = AVG − SD; what ranks task 1, over demographic groups.
    """

    average: float
    deviation: float
    trade_off: float


def group_accuracies(
    decisions: BoolArray,
    *,
    mated: BoolArray,
    groups: ObjectArray | None = None,
) -> dict[str, float]:
    """Share of right decisions in each group, 0 to 1; without groups, of all pairs under ``"all"``.

    Args:
        decisions: bool (pairs,), whether each pair was decided to be mated.
        mated: bool (pairs,), whether it is.
        groups: object (pairs,), the name of the group of each pair; a pair without one is in no group.
    """
    right = decisions == mated
    if groups is None:
        return {"all": float(right.mean())}
    names = sorted({group for group in groups if group is not None})
    return {name: float(right[groups == name].mean()) for name in names}


def summarize_accuracies(accuracy: Sequence[float]) -> AccuracySummary:
    """AVG, SD and TO of the accuracies of demographic groups, or AVG of those of data sets.

    Raises:
        ValueError: there is none.

    Example:
        >>> summary = summarize_accuracies([0.96, 0.94, 0.92, 0.98])
        >>> round(summary.average, 3), round(summary.deviation, 3), round(summary.trade_off, 3)
        (0.95, 0.022, 0.928)
    """
    if len(accuracy) == 0:
        msg = "no accuracies to average"
        raise ValueError(msg)
    average, deviation = float(np.mean(accuracy)), float(np.std(accuracy))
    return AccuracySummary(average, deviation, trade_off(average=average, deviation=deviation))


def trade_off(*, average: float, deviation: float) -> float:
    """TO = AVG − SD, in the unit of both."""
    return average - deviation


def accuracy_gap(*, real: float, synthetic: float) -> float:
    """GAP = (REAL − SYN) / SYN in per cent: by how much real training data are better; negative where they are worse.

    Args:
        real: The accuracy of a recognizer trained with real data; in any unit.
        synthetic: The accuracy of one trained with synthetic data, in the same unit.

    Raises:
        ValueError: ``synthetic`` isn't positive.
    """
    if synthetic <= 0:
        msg = f"the accuracy with synthetic data must be positive, not {synthetic}"
        raise ValueError(msg)
    return 100 * (real - synthetic) / synthetic
