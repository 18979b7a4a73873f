import numpy as np
import pytest

from facegap.compare import compare_scores
from facegap.matching import EmbeddedSet


def people(
    count: int, images: int, *, noise: float, seed: int, common: float = 0.0, dimensions: int = 64
) -> EmbeddedSet:
    """People at random; ``noise`` within a person, ``common`` is what all people share."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((count, dimensions)) + common * np.ones(dimensions)
    vectors = np.repeat(centres, images, axis=0) + noise * rng.standard_normal((count * images, dimensions))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return EmbeddedSet(vectors.astype(np.float32), np.repeat(np.arange(count), images), 0, 0)


def test_means_are_those_of_all_pairs() -> None:
    embedded = people(30, 4, noise=0.5, seed=0)
    found = compare_scores(real=embedded, synthetic=embedded).real
    scores = embedded.embeddings @ embedded.embeddings.T
    upper = np.triu(np.ones_like(scores, dtype=bool), 1)
    same = embedded.people[:, None] == embedded.people
    assert found.mated.total == 30 * 6
    assert found.mated_mean
    assert found.non_mated_mean
    assert found.mated_mean.value == pytest.approx(scores[upper & same].mean(), abs=2e-4)
    assert found.non_mated_mean.value == pytest.approx(scores[upper & ~same].mean(), abs=2e-4)


def test_a_set_does_not_differ_from_itself() -> None:
    embedded = people(40, 3, noise=0.5, seed=1)
    found = compare_scores(real=embedded, synthetic=embedded)
    for difference in (found.mated, found.non_mated):
        assert difference
        assert difference.mean.value == 0
        assert difference.overlap.value == pytest.approx(1)
        assert difference.overlap_floor < 1
        assert difference.mean_floor > 0


def test_differences_are_synthetic_minus_real() -> None:
    real, alike = people(60, 3, noise=0.5, seed=2), people(60, 3, noise=0.5, seed=3, common=1.0)
    forth, back = compare_scores(real=real, synthetic=alike), compare_scores(real=alike, synthetic=real)
    assert forth.non_mated
    assert back.non_mated
    assert forth.non_mated.mean.low > 0.2
    assert forth.non_mated.mean.value == pytest.approx(-back.non_mated.mean.value)
    assert forth.non_mated.overlap.value == pytest.approx(back.non_mated.overlap.value)
    assert forth.non_mated.mean.value > 10 * forth.non_mated.mean_floor


def test_two_samples_of_one_world_differ_by_about_the_floor() -> None:
    found = compare_scores(real=people(200, 3, noise=0.7, seed=4), synthetic=people(200, 3, noise=0.7, seed=5))
    assert found.mated
    assert found.non_mated
    assert found.mated.mean.low < 0 < found.mated.mean.high
    assert found.non_mated.mean.low < 0 < found.non_mated.mean.high
    assert abs(found.non_mated.mean.value) < 6 * found.non_mated.mean_floor


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    """The means of very many people, against the intervals from small samples of them."""
    other = people(10, 2, noise=1, seed=0)
    truth = compare_scores(real=people(3000, 2, noise=0.7, seed=6, common=0.3), synthetic=other).real
    covered = {"mated_mean": 0, "non_mated_mean": 0}
    for seed in range(100, 140):
        sample = people(60, 2, noise=0.7, seed=seed, common=0.3)
        found = compare_scores(real=sample, synthetic=other).real
        for name in covered:
            interval = getattr(found, name)
            covered[name] += interval.low <= getattr(truth, name).value <= interval.high
    # 95 % of 40 is 38; fewer than 34 would have a chance under 2 %.
    assert min(covered.values()) >= 34, covered


def test_without_identities_there_is_only_the_non_mated_part() -> None:
    nobody = people(50, 1, noise=0.5, seed=7)
    found = compare_scores(real=people(50, 3, noise=0.5, seed=8), synthetic=nobody)
    assert found.mated is None
    assert found.non_mated
    assert (found.synthetic.mated_mean, found.synthetic.eer, found.synthetic.overlap) == (None, None, None)
    assert found.synthetic.non_mated.total == 50 * 49 // 2


def test_too_few_people_for_an_interval() -> None:
    one = people(1, 5, noise=0.5, seed=9)
    found = compare_scores(real=one, synthetic=people(2, 2, noise=0.5, seed=10))
    assert found.real.mated_mean
    assert np.isnan(found.real.mated_mean.low)
    assert (found.real.eer, found.non_mated) == (None, None)


def test_the_seed_divides_people_and_changes_no_estimate() -> None:
    embedded = people(40, 3, noise=2.0, seed=11)
    one, two = (compare_scores(real=embedded, synthetic=embedded, seed=seed).real for seed in (0, 1))
    assert one.eer
    assert two.eer
    assert one.eer.value == two.eer.value
    assert one.eer != two.eer
