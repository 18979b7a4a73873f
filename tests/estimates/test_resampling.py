from collections.abc import Callable

import numpy as np
import pytest

from facegap.estimates import DependentComparisons, Draw


def mean_of(values: np.ndarray) -> Callable[[Draw], np.ndarray]:
    """The mean of a number of each pair, under the weights of a block of replicates."""

    def statistic(draw: Draw) -> np.ndarray:
        weights = draw.weigh(np.arange(len(values)), len(values))
        return (values @ weights / weights.sum(axis=0))[None]

    return statistic


def naive_variance(values: np.ndarray, first: np.ndarray, second: np.ndarray) -> float:
    """The dyadic-robust variance of a mean: all couples of pairs that share a person, in a loop."""
    residuals = (values - values.mean()) / len(values)
    total = 0.0
    for a in range(len(values)):
        for b in range(len(values)):
            if {first[a], second[a]} & {first[b], second[b]}:
                total += residuals[a] * residuals[b]
    return total


def world(people: int, pairs: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of people, some of them of one person, whose numbers have something of each of the two."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, people, (2, pairs))
    effect = rng.normal(size=people)
    return effect[first] + effect[second] + rng.normal(size=pairs), first, second


@pytest.mark.parametrize(("people", "pairs"), [(40, 300), (200, 150)])
def test_the_variance_of_a_mean_is_the_dyadic_one(people: int, pairs: int) -> None:
    values, first, second = world(people, pairs, seed=1)
    comparisons = DependentComparisons.of_people(first, second)
    found = comparisons.variance(mean_of(values), replicates=8192)[0]
    # Four deviations of what so many replicates leave open; a pair's own noise counted twice would be 1.3 to 2 times.
    assert found == pytest.approx(naive_variance(values, first, second), rel=0.12)


def test_pairs_that_share_nobody_are_independent() -> None:
    values = np.random.default_rng(2).normal(size=100)
    apart = DependentComparisons.of_people(np.arange(100), np.arange(100, 200))
    unknown = DependentComparisons.independent(100)
    for comparisons in (apart, unknown):
        found = comparisons.variance(mean_of(values), replicates=8192)[0]
        assert found == pytest.approx(values.var() / 100, rel=0.12)


def test_comparisons_of_one_person_are_drawn_together() -> None:
    """Five equal pairs of each person tell no more than one."""
    values = np.random.default_rng(3).normal(size=60)
    people = np.repeat(np.arange(60), 5)
    found = DependentComparisons.of_people(people, people).variance(mean_of(np.repeat(values, 5)), replicates=8192)[0]
    assert found == pytest.approx(values.var(ddof=1) / 60, rel=0.1)


def test_a_pair_weighs_as_many_of_its_people_as_come_up_heads() -> None:
    heads = np.array([0b01, 0b11, 0b00], dtype=np.uint64)  # of two people in two replicates, and of nobody
    draw = Draw(np.array([0, 0, 2, 1]), np.array([1, 2, 2, 1]), heads)
    weights = draw.weigh(np.arange(4), 4)[:, :3]
    assert weights.tolist() == [[2, 1, 0], [1.5, 0.5, 0.5], [1, 1, 1], [2, 2, 0]]
    assert draw.weigh(np.array([0, 1, 1, 0]), 2)[:, 0].tolist() == [4, 2.5]


def test_the_seed_decides() -> None:
    values, first, second = world(30, 60, seed=4)
    comparisons = DependentComparisons.of_people(first, second)
    one, again, other = (comparisons.variance(mean_of(values), replicates=128, seed=seed)[0] for seed in (1, 1, 2))
    assert one == again != other


def test_numbers_of_people_may_have_gaps() -> None:
    values, first, second = world(30, 60, seed=5)
    plain = DependentComparisons.of_people(first, second).variance(mean_of(values), replicates=64)
    gaps = DependentComparisons.of_people(7 + 10 * first, 7 + 10 * second).variance(mean_of(values), replicates=64)
    assert plain == gaps


def test_too_few_people_have_no_variance() -> None:
    """A replicate in which nobody is left has no mean."""

    def statistic(draw: Draw) -> np.ndarray:
        weights = draw.weigh(np.zeros(1, dtype=np.int64), 1)
        with np.errstate(invalid="ignore"):
            return weights / weights

    assert np.isnan(DependentComparisons.of_people(np.array([0]), np.array([1])).variance(statistic, replicates=64)[0])


def test_a_count_rests_on_the_people_who_make_most_of_it() -> None:
    comparisons = DependentComparisons.of_people(np.array([0, 2, 4, 6, 6]), np.array([1, 3, 5, 7, 6]))
    assert comparisons.freedom(np.array([True, True, True, False, False])) == pytest.approx(6)
    assert comparisons.freedom(np.array([False] * 4 + [True])) == pytest.approx(1)
    assert comparisons.freedom(np.zeros(5, dtype=np.bool_)) == np.inf
    wolf = DependentComparisons.of_people(np.zeros(50, dtype=np.int64), np.arange(1, 51))
    assert wolf.freedom(np.ones(50, dtype=np.bool_)) == pytest.approx(2550**2 / (50**4 + 50))
