from itertools import product

import numpy as np
import pytest

from facegap.compare import compare_scores
from facegap.matching import EmbeddedSet


def people(
    count: int, images: int, *, noise: float, seed: int, common: float = 0.0, dimensions: int = 64
) -> EmbeddedSet:
    """People at random; ``noise`` within a person, ``common`` is what all people share."""
    rng = np.random.default_rng(seed)
    centers = rng.standard_normal((count, dimensions)) + common * np.ones(dimensions)
    vectors = np.repeat(centers, images, axis=0) + noise * rng.standard_normal((count * images, dimensions))
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
    everyone = people(3000, 2, noise=0.7, seed=6, common=0.3)
    truth = compare_scores(real=everyone, synthetic=people(10, 2, noise=1, seed=0)).real
    covered = {"mated_mean": 0, "non_mated_mean": 0, "d_prime": 0}
    for seed in range(100, 140, 2):
        samples = [people(60, 2, noise=0.7, seed=seed + at, common=0.3) for at in (0, 1)]
        compared = compare_scores(real=samples[0], synthetic=samples[1])
        for found, name in product((compared.real, compared.synthetic), covered):
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


def test_error_rates_and_distances_are_those_of_all_scores() -> None:
    embedded = people(40, 5, noise=1.5, seed=12)
    found = compare_scores(real=embedded, synthetic=embedded).real
    scores = embedded.embeddings @ embedded.embeddings.T
    upper = np.triu(np.ones_like(scores, dtype=bool), 1)
    same = embedded.people[:, None] == embedded.people
    mated, non_mated = scores[upper & same], scores[upper & ~same]
    fisher = (mated.mean() - non_mated.mean()) ** 2 / (mated.var() + non_mated.var())
    assert found.fisher
    assert found.d_prime
    assert found.fisher.value == pytest.approx(fisher, rel=1e-3)
    assert found.d_prime.low < np.sqrt(2 * fisher) < found.d_prime.high
    assert [point.fmr for point in found.fnmr] == [0.01, 0.001]
    for point in found.fnmr:
        rejected = np.sort(non_mated)[-int(point.fmr * len(non_mated)) - 1]
        assert point.fnmr
        assert point.fnmr.value == pytest.approx(np.mean(mated <= rejected), abs=0.005)
        assert point.fnmr.low < point.fnmr.value < point.fnmr.high


def test_a_level_that_stands_for_too_few_comparisons_has_no_rate() -> None:
    found = compare_scores(real=people(40, 2, noise=1.0, seed=13), synthetic=people(9, 1, noise=1.0, seed=14))
    assert found.real.non_mated.total == 3120
    assert [point.fnmr is not None for point in found.real.fnmr] == [True, False]
    assert [point.fnmr for point in found.synthetic.fnmr] == [None, None]
    assert (found.synthetic.d_prime, found.synthetic.fisher) == (None, None)


def test_divergences_tell_which_set_lacks_what() -> None:
    """Real people vary in how much their images differ, synthetic ones don't: the real scores are not explained."""
    parts = [people(40, 4, noise=noise, seed=seed) for seed, noise in enumerate((0.3, 0.7, 1.5))]
    varied = EmbeddedSet(
        np.concatenate([part.embeddings for part in parts]),
        np.concatenate([part.people + 40 * at for at, part in enumerate(parts)]),
        0,
        0,
    )
    found = compare_scores(real=varied, synthetic=people(120, 4, noise=0.7, seed=20)).mated
    assert found
    assert found.kl_real_synthetic.low > found.kl_synthetic_real.high
    assert found.kl_synthetic_real.low > found.kl_floor
    assert found.jensen_shannon.low > 3 * found.jensen_shannon_floor
    assert found.wasserstein.low > found.wasserstein_floor
    assert found.wasserstein.value >= abs(found.mean.value)


def test_divergences_of_one_world_are_about_their_floor() -> None:
    found = compare_scores(real=people(200, 3, noise=0.7, seed=15), synthetic=people(200, 3, noise=0.7, seed=16))
    for part in (found.mated, found.non_mated):
        assert part
        assert part.jensen_shannon.value < 2 * part.jensen_shannon_floor
        assert part.kl_real_synthetic.value < 2 * part.kl_floor
        assert part.wasserstein.value < 3 * part.wasserstein_floor
