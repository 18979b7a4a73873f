"""Any statistic of people, as an estimate with its interval over groups of people and its noise floor."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.estimates.estimate import Estimate, jackknife
from facegap.estimates.groups import PeopleGroups, group_people

T = TypeVar("T")

_LEAST_FOR_HALVES = 4


@dataclass(frozen=True)
class EstimateWithFloor:
    """A number that compares two sets, with what it would be between two samples of the same people at large.

    Attributes:
        estimate: The number, with its 95 % interval over people.
        floor: The same number with other real people in place of the synthetic set; NaN where there are too few. For
            a distance it is what can't be told from none, for a share what the best synthetic set of this size could
            be expected to reach.
        sides: Where the number is the difference of a number that each set has by itself: that of the real set and
            that of the synthetic one. Otherwise None.
    """

    estimate: Estimate
    floor: float
    sides: tuple[Estimate, Estimate] | None = None


@dataclass(frozen=True)
class LeftOutInTurn(Generic[T]):
    """What a statistic of one sample is computed from, such as its scores, its sums, or which groups of people count.

    Attributes:
        everyone: That of all people.
        left_out: That of all but one group of people, for each group in turn; empty where there is only one group.
    """

    everyone: T
    left_out: Sequence[T]


def estimate_statistic(
    statistic: Callable[..., float], *samples: LeftOutInTurn[Any], bounds: tuple[float, float]
) -> Estimate:
    """Estimate a statistic of one or several independent samples, with the interval over the people of all of them.

    Args:
        statistic: The number that follows from one argument for each sample; NaN where there is none.
        samples: The samples, in the order in which the statistic takes them.
        bounds: The least and the greatest value that the statistic can have.

    Returns:
        The statistic of everyone, with the interval of ``jackknife``.
    """
    return estimate_statistics(lambda *parts: np.array([statistic(*parts)]), *samples, bounds=[bounds])[0]


def estimate_statistics(
    statistics: Callable[..., Float64Array], *samples: LeftOutInTurn[Any], bounds: Sequence[tuple[float, float]]
) -> list[Estimate]:
    """Estimate several statistics that are computed together, each as by ``estimate_statistic``.

    Args:
        statistics: float64 (n,), the numbers that follow from one argument for each sample.
        samples: The samples, in the order in which ``statistics`` takes them.
        bounds: The least and the greatest value of each number.
    """
    everyone = [sample.everyone for sample in samples]
    left_out = [
        np.array([statistics(*everyone[:place], part, *everyone[place + 1 :]) for part in sample.left_out])
        for place, sample in enumerate(samples)
    ]
    values = statistics(*everyone)
    return [
        jackknife(float(values[at]), [part[:, at].tolist() if len(part) else [] for part in left_out], bounds=ends)
        for at, ends in enumerate(bounds)
    ]


def mean_over_people(
    values: Float64Array, groups: PeopleGroups, *, bounds: tuple[float, float] = (0, np.inf)
) -> Estimate:
    """Estimate the mean of a number that each row has, with the interval over the people whose rows these are.

    Args:
        values: float64 (rows,), a number for each row, such as an image.
        groups: The groups of people to which the rows belong.
        bounds: The least and the greatest value that a row can have.
    """
    sums = np.bincount(groups.of, weights=values, minlength=groups.count)
    rows = np.bincount(groups.of, minlength=groups.count)
    left_out = [float(sums[kept].sum() / rows[kept].sum()) for kept in groups.left_out]
    return jackknife(float(values.mean()), [left_out], bounds=bounds)


def median_floor(values: Iterable[float]) -> float:
    """The noise floor that follows from the values of several random divisions of people: their median.

    Args:
        values: One for each division that could be made.

    Returns:
        The median; NaN where people were too few for any division.
    """
    known = list(values)
    return float(np.median(known)) if known else float("nan")


def floor_of_means(values: Float64Array, *, seed: int) -> float:
    """The absolute difference of a mean that is to be expected between two random halves of the people.

    Args:
        values: float64 (people,), a number for each person.
        seed: Seed of the division into halves.

    Returns:
        The median over the divisions; NaN where there are fewer than four people.
    """
    if len(values) < _LEAST_FOR_HALVES:
        return float("nan")
    groups = group_people(np.arange(len(values)), seed=seed)
    sums, people = np.bincount(groups.of, weights=values), np.bincount(groups.of)
    first, second = ((half @ sums) / (half @ people) for half in (groups.halves, ~groups.halves))
    return median_floor(np.abs(first - second))
