import numpy as np
import pytest
from tests.compare.fidelity.people_sets import measured, people

from facegap.compare.fidelity import kernel_distance
from facegap.compare.fidelity.real_reference import real_reference_splits
from facegap.estimates import group_people, jackknife


def naive(real: np.ndarray, synthetic: np.ndarray, gamma: float, ours: np.ndarray, theirs: np.ndarray) -> float:
    """All pairs at once in double precision, without those of one person."""
    a, b = real.astype(np.float64), synthetic.astype(np.float64)
    within = [
        ((gamma * points @ points.T + 1) ** 3)[who[:, None] != who].mean() for points, who in ((a, ours), (b, theirs))
    ]
    return float(sum(within) - 2 * ((gamma * a @ b.T + 1) ** 3).mean())


def test_all_pairs_as_by_a_naive_sum_on_any_features() -> None:
    rng = np.random.default_rng(0)
    real = rng.standard_normal((700, 24), dtype=np.float32) + 1
    synthetic = 1.5 * rng.standard_normal((530, 24), dtype=np.float32)
    expected = naive(real, synthetic, 1 / 24, np.arange(700), np.arange(530))
    assert kernel_distance(real=real, synthetic=synthetic) == pytest.approx(expected, rel=1e-6)
    expected = naive(real, synthetic, 0.3, np.arange(700), np.arange(530))
    assert kernel_distance(real=real, synthetic=synthetic, gamma=0.3) == pytest.approx(expected, rel=1e-6)


def test_sets_of_one_point_each() -> None:
    a, b = np.array([1, 0, 0, 0]), np.array([0.6, 0.8, 0, 0])
    real, synthetic = (np.repeat(point[None], 10, axis=0).astype(np.float32) for point in (a, b))
    expected = 2 * (1 / 4 + 1) ** 3 - 2 * (0.6 / 4 + 1) ** 3
    assert kernel_distance(real=real, synthetic=synthetic) == pytest.approx(expected, abs=1e-6)


def test_images_of_one_person_are_not_paired() -> None:
    real, synthetic = people(60, 12, seed=0), people(40, 3, seed=1, shift=4)
    found = measured("kernel_distance", real, synthetic)
    expected = naive(real.embeddings, synthetic.embeddings, 1.0, real.people, synthetic.people)
    assert found.estimate.value == pytest.approx(expected, abs=1e-6)
    assert found.estimate.low < expected < found.estimate.high
    assert 0 < found.floor < found.estimate.low


def test_intervals_and_floors_are_those_of_parts_of_the_sets() -> None:
    """With one group fewer, or a few only, it is as if the others weren't there."""
    real, synthetic = people(23, 4, seed=2), people(17, 5, seed=3)
    sides = [(embedded, group_people(embedded.people, seed=0)) for embedded in (real, synthetic)]
    (a, ours), (b, theirs) = sides

    def part(p: np.ndarray, q: np.ndarray) -> float:
        return naive(a.embeddings[p], b.embeddings[q], 1.0, a.people[p], b.people[q])

    everyone = [np.ones(len(embedded.people), dtype=bool) for embedded, _ in sides]
    left_out = [
        [part(ours.of != group, everyone[1]) for group in range(ours.count)],
        [part(everyone[0], theirs.of != group) for group in range(theirs.count)],
    ]
    expected = jackknife(part(*everyone), left_out, bounds=(-np.inf, np.inf))
    found = measured("kernel_distance", real, synthetic)
    assert found.estimate.low == pytest.approx(expected.low, abs=1e-6)
    assert found.estimate.high == pytest.approx(expected.high, abs=1e-6)
    parts = real_reference_splits(ours.of, images=len(b.people), splits=20, seed=0)[:, ours.of]
    floors = [
        abs(naive(a.embeddings[part], a.embeddings[~part], 1.0, a.people[part], a.people[~part])) for part in parts
    ]
    assert found.floor == pytest.approx(np.median(floors), abs=1e-6)


def test_one_person_leaves_no_pair() -> None:
    with pytest.raises(ValueError, match="Kernel distance needs 2 people in each set"):
        measured("kernel_distance", people(5, 2, seed=0), people(1, 4, seed=1))
