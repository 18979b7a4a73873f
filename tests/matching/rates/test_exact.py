import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.scores import Pairs, alike, naive, scaled, unit

from facegap.matching import ScoreDistribution, count_scores, equal_error_rate
from facegap.matching.rates import exact
from facegap.matching.rates.exact import ExactRates, exact_rates

LEVELS = (0.5, 0.1, 0.01, 1e-3, 1e-4)


def check_points(rates: ExactRates, pairs: Pairs, levels: tuple[float, ...]) -> None:
    """Each level by counting from the highest non-mated score."""
    mated, non_mated = np.sort(pairs.score[pairs.mated]), np.sort(pairs.score[~pairs.mated])
    assert (rates.mated, rates.non_mated) == (len(mated), len(non_mated))
    for point, level in zip(rates.points, levels, strict=True):
        assert point.level == level
        accepted = int(level * len(non_mated) + 1e-9)
        if not accepted:
            assert (point.threshold, point.fmr, point.fnmr) == (None, None, None)
            continue
        rejected = non_mated[-1 - accepted]
        assert rejected - 1e-12 < point.threshold <= rejected + 1e-12
        assert point.fmr == pytest.approx((non_mated > rejected + 1e-12).mean(), abs=1e-12)
        if len(mated):
            assert point.fnmr == pytest.approx((mated <= rejected + 1e-12).mean(), abs=1e-12)
        else:
            assert point.fnmr is None


def check_people(rates: ExactRates, pairs: Pairs, people: np.ndarray, groups: np.ndarray) -> None:
    """Each pair at its two units, one at a time."""
    counts, size = rates.people, int(groups.max(initial=0)) + 1
    unit_of = {key: number for number, key in enumerate(zip(counts.person, counts.group, strict=True))}
    assert set(unit_of) == set(zip(people.tolist(), groups.tolist(), strict=True))
    mated = np.zeros((len(LEVELS) + 1, len(unit_of), size), dtype=int)
    non_mated = np.zeros_like(mated)
    thresholds = [-9.0, *(np.inf if point.threshold is None else point.threshold for point in rates.points)]
    for i, j, same, score in zip(pairs.i, pairs.j, pairs.mated, pairs.score, strict=True):
        if groups[i] > groups[j]:
            i, j = j, i
        matches = np.array([score > threshold + 1e-12 for threshold in thresholds])
        for one, other in ((i, j),) if same else ((i, j), (j, i)):
            (mated if same else non_mated)[:, unit_of[people[one], groups[one]], groups[other]] += matches
    assert np.array_equal(counts.mated, mated[0])
    assert np.array_equal(counts.non_mated, non_mated[0])
    assert np.array_equal(counts.mated_matches, mated[1:])
    assert np.array_equal(counts.non_mated_matches, non_mated[1:])


@settings(max_examples=30, deadline=None)
@given(
    images=st.integers(1, 70), people=st.integers(1, 25), groups=st.integers(1, 3), copies=st.booleans(),
    stored=st.sampled_from([0, 5, 1 << 24]), seed=st.integers(0, 10**6),
)  # fmt: skip
def test_rates_are_those_of_all_scores_in_order(
    images: int, people: int, groups: int, copies: bool, stored: int, seed: int
) -> None:
    """Also with many copies, and with next to no room for scores, so that bins are divided again and again."""
    rng = np.random.default_rng(seed)
    identities, group, source = (rng.integers(0, below, images) for below in (people, groups, 2 * images))
    vectors = alike(rng, identities, 12)
    if copies:
        vectors = vectors[rng.integers(0, max(images // 5, 1), images)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_STORED", stored)
        rates = exact_rates(vectors, identities, groups=group, sources=source, levels=LEVELS, threads=2)
    pairs = naive(vectors, identities, group, source)
    check_people(rates, pairs, identities, group)
    if not copies:  # the naive loop rounds otherwise, so that its copies tie in another way
        check_points(rates, pairs, LEVELS)


def test_copies_of_one_image_are_one_score() -> None:
    """All scores are the same: no bin, however narrow, parts them, and nobody can be told apart."""
    vectors = np.repeat(unit(np.random.default_rng(0), 1, 64), 1500, axis=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_STORED", 1000)
        rates = exact_rates(vectors, np.arange(1500) // 10, levels=(0.5, 1e-6))
    assert rates.points[0].threshold == rates.points[1].threshold == pytest.approx(1, abs=1e-6)
    assert [(point.fmr, point.fnmr) for point in rates.points] == [(0, 1), (0, 1)]
    assert rates.equal_error_rate == 0.5
    assert rates.equal_error_threshold == pytest.approx(1, abs=1e-6)
    assert rates.non_mated == 1500 * 1490 // 2


def test_tied_scores_are_accepted_together_or_not_at_all() -> None:
    """Of 15 non-mated pairs 1 scores 1 (a copy), 4 score 0.6 and 10 score 0, all exact in float32."""
    vectors = np.zeros((6, 5), dtype=np.float32)
    vectors[0, 0] = vectors[1, 0] = 1
    vectors[[2, 3], [1, 2]], vectors[[2, 3], [0, 0]] = 0.8, 0.6
    vectors[[4, 5], [3, 4]] = 1
    scores = naive(vectors, np.arange(6)).score
    rates = exact_rates(vectors, np.arange(6), levels=(0.06, 0.07, 0.33, 0.4, 0.5))
    copies = 1.0
    of_two = float(np.float32(0.6))  # with the copies; it ties four times
    lower = float(np.float32(0.6)) ** 2  # of 2 with 3
    assert sorted(set(scores)) == [0, pytest.approx(lower), of_two, copies]
    found = [(point.threshold, point.fmr) for point in rates.points]
    assert found[0] == (None, None)  # 1 of 15 is more than 6 %
    assert found[1] == (np.nextafter(of_two, 1), 1 / 15)
    assert found[2] == (np.nextafter(of_two, 1), 1 / 15)  # four more would be a third: 5 of 15 is more than 33 %
    assert found[3] == (np.nextafter(0, 1), 6 / 15)
    assert found[4] == (np.nextafter(0, 1), 6 / 15)
    assert [point.fnmr for point in rates.points] == [None] * 5


def test_rare_levels_need_their_comparisons() -> None:
    rng = np.random.default_rng(1)
    people = np.arange(1500) // 3
    vectors = alike(rng, people, 24)
    rates = exact_rates(vectors, people)
    assert [point.level for point in rates.points] == [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
    assert [point.threshold is None for point in rates.points] == [False] * 6 + [True]  # of 1,122,750
    scores = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    non_mated = np.sort(scores[np.triu(people[:, None] != people)])
    assert rates.points[5].threshold == pytest.approx(non_mated[-2], abs=1e-12)
    assert rates.points[4].threshold == pytest.approx(non_mated[-12], abs=1e-12)
    assert rates.points[4].fmr == 11 / 1_122_750


@pytest.mark.parametrize("noise", [0.5, 1.5, 3.0])
def test_the_equal_error_rate_is_that_of_the_distributions(noise: float) -> None:
    """Bins are so narrow, and so many, that few hold two scores: both draw the same lines."""
    rng = np.random.default_rng(2)
    people = np.arange(400) // 8
    vectors = alike(rng, people, 32, noise)
    counted = count_scores(vectors, people, bins=1 << 22)
    expected = equal_error_rate(ScoreDistribution(counted.mated[0, 0]), ScoreDistribution(counted.non_mated[0, 0]))
    assert exact_rates(vectors, people).equal_error_rate == pytest.approx(expected, abs=1e-6)


def test_groups_by_the_names_of_the_counts() -> None:
    rng = np.random.default_rng(4)
    people, groups = rng.integers(0, 40, 200), rng.integers(0, 3, 200)
    vectors = alike(rng, people, 16)
    rates, counted = exact_rates(vectors, people, groups=groups), count_scores(vectors, people, groups=groups)
    counts = rates.people
    assert np.array_equal(counts.between_groups(counts.mated), counted.mated.sum(axis=2))
    twice = counts.between_groups(counts.non_mated)
    assert np.array_equal(twice, twice.T)
    assert np.array_equal(np.triu(twice, 1) + np.diag(np.diag(twice) // 2), counted.non_mated.sum(axis=2))
    assert counts.between_groups(counts.non_mated_matches).sum() == 2 * sum(
        round(point.fmr * rates.non_mated) for point in rates.points if point.fmr is not None
    )


def test_one_person_or_none_twice() -> None:
    vectors = scaled(np.random.default_rng(5).standard_normal((20, 8)))
    alone = exact_rates(vectors, np.zeros(20, dtype=np.int64))
    assert (alone.mated, alone.non_mated, alone.equal_error_rate) == (190, 0, None)
    assert all(point.threshold is None for point in alone.points)
    strangers = exact_rates(vectors, np.arange(20), levels=(0.1,))
    assert (strangers.mated, strangers.equal_error_rate, strangers.points[0].fnmr) == (0, None, None)
    assert strangers.points[0].fmr == 0.1
    nobody = exact_rates(vectors[:0], np.zeros(0, dtype=np.int64))
    assert (nobody.mated, nobody.non_mated, len(nobody.people.person)) == (0, 0, 0)


def test_what_does_not_fit_is_refused() -> None:
    vectors = unit(np.random.default_rng(6), 6, 4)
    people = np.arange(6) // 2
    with pytest.raises(ValueError, match="lie between 0 and 1"):
        exact_rates(vectors, people, levels=(0.1, 1.0))
    with pytest.raises(ValueError, match="count the same ones"):
        exact_rates(vectors, people, histograms=count_scores(vectors, np.arange(6)))
    with pytest.raises(ValueError, match="embedding 3 has the length nan"):
        exact_rates(np.where(np.arange(6)[:, None] == 3, np.float32(np.nan), vectors), people)
