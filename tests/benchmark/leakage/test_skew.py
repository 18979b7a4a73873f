import numpy as np
import pytest
import scipy.stats

from facegap.benchmark.leakage.skew import expected_people, measure_skew
from facegap.matching import NearDuplicates, find_near_duplicates


@pytest.mark.parametrize(("people", "pairs"), [(2, 1), (5, 0), (5, 3), (5, 8), (40, 100), (1000, 5)])
def test_how_many_people_pairs_at_random_fall_on_is_hypergeometric(people: int, pairs: int) -> None:
    none = scipy.stats.hypergeom(people * (people - 1) // 2, people - 1, pairs).pmf(0)
    assert expected_people(people, pairs) == pytest.approx(people * (1 - none))


def test_pairs_at_random_fall_as_evenly_as_is_said() -> None:
    rng = np.random.default_rng(0)
    first, second = np.triu_indices(100, 1)
    shown, tenths = [], []
    for _ in range(200):
        drawn = rng.choice(len(first), 60, replace=False)
        ends = np.bincount(np.r_[first[drawn], second[drawn]], minlength=100)
        shown.append(np.count_nonzero(ends))
        tenths.append(np.sort(ends)[-10:].sum() / 120)
    pairs = NearDuplicates(
        60, first[drawn], second[drawn], np.ones(60, np.float32), np.arange(100), ends, np.zeros((1, 1), np.int64)
    )
    skew = measure_skew(pairs, np.zeros(100, dtype=np.int64), names=(), seed=0)
    assert (skew.people, skew.tenth, skew.tenth_share) == (shown[-1], 10, tenths[-1])
    assert skew.evenly == pytest.approx(np.mean(shown), abs=0.5)
    assert skew.tenth_evenly == pytest.approx(np.mean(tenths), abs=0.02)
    assert skew.groups == ()


def test_pairs_of_groups_add_up() -> None:
    vectors = np.repeat(np.eye(3, dtype=np.float32), [4, 3, 3], axis=0)
    groups = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 2])  # the last is not known
    skew = measure_skew(
        find_near_duplicates(vectors, threshold=np.full((3, 3), 0.5), groups=groups, keep=3),
        groups,
        names=("a", "b"),
        seed=0,
    )
    rows = {row.name: (row.people, row.pairs, row.alike) for row in skew.groups}
    assert rows == {"a": (3, 3, 3), "b": (3, 3, 1), "between groups": (None, 9, 3), "group not known": (4, 30, 5)}
    assert sum(row.share for row in skew.groups) == pytest.approx(1)
    assert sum(row.evenly for row in skew.groups) == pytest.approx(1)
    assert (skew.people, skew.largest, skew.joined, skew.cohesion) == (10, 4, 12, 1)
    angles = np.radians([0, 20, 40, 60, 180])  # each looks like the next
    chain = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    skew = measure_skew(find_near_duplicates(chain, threshold=0.9, keep=1), groups[:5], names=(), seed=0)
    assert (skew.largest, skew.joined, skew.cohesion) == (4, 6, 0.5)
    nobody = measure_skew(
        find_near_duplicates(np.eye(4, dtype=np.float32), threshold=0.5, keep=1), groups[:4], names=(), seed=0
    )
    assert (nobody.people, nobody.evenly, nobody.largest) == (0, 0, 1)
    assert np.isnan(nobody.tenth_share)
