import math

import numpy as np
import pytest
import scipy.stats

from facegap.compare.combinations.certainty import PeopleSums, gains, least_gain
from facegap.compare.combinations.packed import PackedSet


def sums(showing: np.ndarray, people: np.ndarray) -> PeopleSums:
    return PeopleSums.of(showing, np.ones(len(showing), dtype=bool), people)


def counted(showing: int, images: int, each: int = 1) -> PeopleSums:
    """People with ``each`` images, all of which show it or none."""
    return sums(np.repeat(np.arange(images) < showing, each), np.repeat(np.arange(images), each))


@pytest.mark.parametrize("chance", [0.05, 1e-3, 1e-9])
def test_the_least_gain_has_that_chance(chance: float) -> None:
    gain = least_gain(chance)
    assert (1 + gain) * math.exp(-gain) == pytest.approx(chance)


def test_of_independent_images_the_gain_is_half_the_likelihood_ratio() -> None:
    """With many people who show it, the doubt about the doubt is small."""
    ours, theirs = counted(6000, 20_000), counted(900, 5000)
    table = [[6000, 14_000], [900, 4100]]
    ratio = scipy.stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert gains(ours, theirs, chance=0.01)[0] == pytest.approx(ratio / 2, rel=0.01)


def test_copies_are_worth_one_image_and_independent_images_are_worth_more_than_people() -> None:
    once = gains(counted(400, 1000), counted(100, 1000), chance=1e-4)
    assert gains(counted(400, 1000, each=30), counted(100, 1000, each=30), chance=1e-4) == pytest.approx(once)
    rng = np.random.default_rng(0)
    people = np.repeat(np.arange(100), 50)
    apart = [sums(rng.random(5000) < share, people) for share in (0.1, 0.01)]
    alike = [sums(np.repeat(rng.random(100) < share, 50), people) for share in (0.1, 0.01)]
    assert gains(*apart, chance=1e-4) > 10 * gains(*alike, chance=1e-4)


def test_where_nobody_shows_it_people_are_as_alike_as_in_the_set_that_does() -> None:
    rng = np.random.default_rng(1)
    people = np.repeat(np.arange(200), 20)
    none = sums(np.zeros(4000, dtype=bool), people)
    apart, alike = sums(rng.random(4000) < 0.05, people), sums(np.repeat(np.arange(200) < 10, 20), people)
    assert gains(apart, none, chance=1e-4) > 80
    assert gains(alike, none, chance=1e-4) == pytest.approx(10 * math.log(2), rel=0.05)


def test_what_a_few_people_show_is_worth_no_more_than_they_are() -> None:
    """Three of a thousand people, with forty images each."""
    some = gains(counted(3, 1000, each=40), counted(0, 1000, each=40), chance=1e-4)
    assert some == pytest.approx(3 * math.log(2), rel=0.01)


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_samples_of_one_share_seldom_have_the_least_gain(share: float) -> None:
    rng = np.random.default_rng(2)
    wrong, trials = 0, 2000
    for _ in range(trials):
        ours, theirs = (
            sums(rng.random(size) < share, np.repeat(np.arange(size // each), each))
            for size, each in ((300, 3), (400, 1))
        )
        wrong += bool(ours.share > theirs.share and gains(ours, theirs, chance=0.05)[0] >= least_gain(0.05))
    assert wrong / trials <= 0.05


def test_sums_by_person_are_those_of_a_loop() -> None:
    rng = np.random.default_rng(3)
    labels, people = rng.integers(-1, 2, (200, 3)).astype(np.int8), rng.integers(0, 40, 200) * 7
    packed = PackedSet(labels, people)
    combinations = np.array([[0, 1], [3, 2], [4, 5]])  # a and b; not a, and c; neither b nor c
    found = packed.sums(combinations)
    showing, defined = packed.count(combinations)
    for row, ((a, one), (b, other)) in enumerate((((0, 1), (1, 1)), ((0, -1), (2, 1)), ((1, -1), (2, -1)))):
        shown = (labels[:, a] == one) & (labels[:, b] == other)
        there = (labels[:, a] != 0) & (labels[:, b] != 0)
        expected = PeopleSums.of(shown, there, people)
        for name in ("people", "images", "showing", "images_squared", "showing_squared", "product"):
            assert getattr(found, name)[row] == getattr(expected, name)[0]
        assert (showing[row], defined[row]) == (shown.sum(), there.sum())
        rest = there & (labels[:, a] == one)
        (_, counted), by_person = packed.count(combinations, free=1), packed.sums(combinations, free=1)
        assert counted[row] == rest.sum()
        assert by_person.product[row] == PeopleSums.of(shown, rest, people).product[0]
