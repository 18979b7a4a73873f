"""How alike strangers are, at large and within each demographic group, and the thresholds that follow."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import Float64Array, Int64Array
from facegap.benchmark.leakage.tail import FEWEST_COMPARISONS, ScoreCalibration, calibrate_between, calibrate_scores
from facegap.estimates import Estimate
from facegap.matching import OwnedEmbeddings


@dataclass(frozen=True)
class GroupThreshold:
    """The threshold for two people of one demographic group.

    Attributes:
        name: The name of the group.
        comparisons: The number of non-mated comparisons within the group that it is from.
        threshold: The threshold, with its interval over people; None where there are too few comparisons.
    """

    name: str
    comparisons: int
    threshold: Estimate | None


@dataclass(frozen=True)
class GroupedCalibration:
    """How alike strangers are, at large and within each demographic group.

    A network may take the people of one group for more alike than people at large (Grother, Ngan and Hanaoka, "Face
    Recognition Vendor Test Part 3: Demographic Effects", 2019). Two people of one group are so compared by the
    non-mated scores of that group, and people of two groups by those of the group that asks for more. Where the group
    of a person isn't known or has too few comparisons, the highest of all thresholds counts, so that the false match
    rate holds whichever group it is (ours). Without groups, all people are compared by the scores of everyone.

    Attributes:
        everyone: The non-mated scores of all people.
        names: The names of the groups.
        groups: The non-mated scores within each group; None where there are too few.
        comparisons: How many there are within each.
    """

    everyone: ScoreCalibration
    names: tuple[str, ...] = ()
    groups: tuple[ScoreCalibration | None, ...] = ()
    comparisons: tuple[int, ...] = ()

    def fmr(self, scores: npt.ArrayLike, first: Int64Array, second: Int64Array) -> Float64Array:
        """The false match rate of each score as a threshold between two groups.

        Args:
            scores: float (n,), cosines.
            first: int64 (n,), the number of the group of one side; −1 where it isn't known.
            second: int64 (n,), likewise of the other.

        Returns:
            float64 (n,), 0 to 1.
        """
        rates = [calibration.tail.fmr(scores) if calibration else None for calibration in self.groups]
        highest = np.maximum.reduce([self.everyone.tail.fmr(scores), *(rate for rate in rates if rate is not None)])
        table = np.stack([*(highest if rate is None else rate for rate in rates), highest])
        each = np.arange(table.shape[1])
        return np.asarray(np.maximum(table[first, each], table[second, each]))

    def limits(self, fmr: float) -> Float64Array:
        """The threshold for a false match rate between each two groups.

        Returns:
            float64 (groups + 1, groups + 1), symmetric; the last row and column are for people whose group isn't known,
            so that the number −1 finds them.
        """
        own = [calibration.tail.threshold(fmr) if calibration else None for calibration in self.groups]
        highest = max(self.everyone.tail.threshold(fmr), *(limit for limit in own if limit is not None), -1.0)
        each = np.array([*(highest if limit is None else limit for limit in own), highest])
        return np.asarray(np.maximum.outer(each, each))

    def thresholds(self, fmr: float) -> tuple[GroupThreshold, ...]:
        """The threshold within each group, with its interval."""
        return tuple(
            GroupThreshold(name, comparisons, calibration.threshold(fmr) if calibration else None)
            for name, comparisons, calibration in zip(self.names, self.comparisons, self.groups, strict=True)
        )


def calibrate_groups(
    images: OwnedEmbeddings, *, centers: OwnedEmbeddings | None = None, names: tuple[str, ...], seed: int
) -> GroupedCalibration:
    """Compare all images with those, or with the centers, of other people: of all groups, and within each group.

    Args:
        images: The images of some people, with the number of the person and of the group of each; −1 for a group that
            isn't known.
        centers: The mean embedding of each of these people, likewise; None to compare the images with one another.
        names: The names of the groups.
        seed: The seed by which people are dealt into groups for intervals.

    Raises:
        BenchmarkError: there are too few comparisons of different people, or their scores don't vary.
    """

    def calibrate(rows: OwnedEmbeddings, columns: OwnedEmbeddings | None) -> ScoreCalibration:
        if columns is None:
            return calibrate_scores(rows.vectors, rows.people, seed=seed)
        return calibrate_between(rows, columns, seed=seed)

    counts, groups = [], []
    for group in range(len(names)):
        rows = images.only(images.groups == group)
        columns = None if centers is None else centers.only(centers.groups == group)
        counts.append(_comparisons(rows, columns))
        groups.append(calibrate(rows, columns) if counts[-1] >= FEWEST_COMPARISONS else None)
    return GroupedCalibration(calibrate(images, centers), names, tuple(groups), tuple(counts))


def _comparisons(rows: OwnedEmbeddings, columns: OwnedEmbeddings | None) -> int:
    """Non-mated ones: of images with other people's images, each pair once, or with other people's centers."""
    if columns is not None:
        return len(rows.people) * max(len(columns.people) - 1, 0)
    images = np.bincount(rows.people)
    return int(images.sum() ** 2 - np.sum(images**2)) // 2
