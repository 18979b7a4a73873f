"""Precision, recall, density and coverage with their intervals over people."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import AnyArray, BoolArray, Float64Array, Int64Array
from facegap.compare.fidelity.crossing import Crossing
from facegap.compare.fidelity.measured import Measured
from facegap.estimates import Estimate, PeopleGroups, count_people, estimate_shares, group_people, jackknife


@dataclass(frozen=True)
class ManifoldShares:
    """What part of each set lies where the other one does; see ``Manifolds`` for what each number is.

    Intervals are over the people of the images that are counted (synthetic ones for precision and density, real ones
    for recall and coverage), given the neighborhoods that the sets happen to have. The floor is of one choice of
    real people in place of the synthetic set.

    Attributes:
        neighbors: k.
        precision: share of synthetic images among the real ones, 0 to 1.
        recall: share of real images among the synthetic ones, 0 to 1.
        density: how densely the real images lie around synthetic ones; about 1 of one world, may be more.
        coverage: share of real images with a synthetic one in their neighborhood, 0 to 1.
    """

    neighbors: int
    precision: Measured
    recall: Measured
    density: Measured
    coverage: Measured


def measure_shares(crossing: Crossing, *, floor: Crossing | None, seed: int) -> ManifoldShares:
    """Count images.

    Args:
        crossing: of the sets.
        floor: of real people in place of the synthetic set; None where there are too few.
        seed: of the division of people into groups.
    """
    found, real, synthetic = crossing.manifolds, crossing.real.people, crossing.synthetic.people

    def measured(name: str, estimate: Estimate) -> Measured:
        return Measured(estimate, getattr(floor.manifolds, name) if floor else float("nan"))

    return ManifoldShares(
        neighbors=found.neighbors,
        precision=measured("precision", share_of_images(found.holding > 0, synthetic, seed=seed)),
        recall=measured("recall", share_of_images(found.recalled, real, seed=seed)),
        density=measured("density", mean_of_images(found.holding / found.neighbors, synthetic, seed=seed)),
        coverage=measured("coverage", share_of_images(found.covered, real, seed=seed)),
    )


def share_of_images(chosen: BoolArray, people: Int64Array, *, seed: int) -> Estimate:
    """The share of the chosen images, bool (images,), of people, int64 (images,), with its interval over these."""
    groups = group_people(people, seed=seed)
    part, whole = _sums(chosen, groups), np.bincount(groups.of, minlength=groups.count)
    shares = estimate_shares(
        part.astype(np.int64)[:, None], whole=whole[:, None], people=np.array([count_people(people)])
    )
    return shares.at(0)


def mean_of_images(
    values: Float64Array, people: Int64Array, *, seed: int, bounds: tuple[float, float] = (0, np.inf)
) -> Estimate:
    """The mean of values, float64 (images,), by the jackknife over people; ``bounds`` are those of a value."""
    groups = group_people(people, seed=seed)
    sums, images = _sums(values, groups), np.bincount(groups.of, minlength=groups.count)
    left_out = [sums[kept].sum() / images[kept].sum() for kept in groups.left_out]
    return jackknife(float(values.mean()), [left_out], bounds=bounds)


def _sums(values: AnyArray, groups: PeopleGroups) -> Float64Array:
    return np.bincount(groups.of, weights=values.astype(np.float64), minlength=groups.count).astype(np.float64)
