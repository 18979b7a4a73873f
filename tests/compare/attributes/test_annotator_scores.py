from dataclasses import replace

import numpy as np
import pytest
import scipy.special
import scipy.stats
from tests.labels import labeled

from facegap.compare import LabeledSet, ScoreShift, compare_attributes
from facegap.compare.attributes import SCORE_DENSITIES, ScoreDensity


def scored(scores: np.ndarray, *, people: np.ndarray | None = None) -> LabeledSet:
    """A set of one attribute, labeled by a threshold on its scores."""
    known = np.nan_to_num(scores, nan=0.5)
    owners = np.arange(len(scores)) if people is None else people
    made = labeled({"Male": np.sign(np.rint(4 * known - 2)).astype(int)}, owners)
    return replace(made, scores=scores.astype(np.float32)[:, None], reliability=np.array([0.9]))


def shift(real: np.ndarray, synthetic: np.ndarray, *, density: ScoreDensity = "bins") -> ScoreShift:
    sides = scored(real), scored(synthetic)
    found = compare_attributes(real=sides[0], synthetic=sides[1], score_density=density).compared[0].scores
    assert found
    return found


def odds(mean: float, deviation: float, count: int, seed: int) -> np.ndarray:
    return scipy.special.expit(np.random.default_rng(seed).normal(mean, deviation, count))


def test_divergences_of_normal_log_odds_are_those_of_normals() -> None:
    """KL doesn't depend on whether scores or their log-odds are looked at: (closed form of two normals)."""
    real, synthetic = odds(0, 1, 40_000, 0), odds(1, 1.5, 40_000, 1)
    forth = np.log(1.5) + (1 + 1) / (2 * 1.5**2) - 0.5
    back = np.log(1 / 1.5) + (1.5**2 + 1) / 2 - 0.5
    kernel = shift(real, synthetic, density="kernel")
    assert kernel.kl_real_synthetic.value == pytest.approx(forth, abs=0.02)
    assert kernel.kl_synthetic_real.value == pytest.approx(back, abs=0.04)
    bins = shift(real, synthetic)
    assert 0.9 * forth < bins.kl_real_synthetic.value < forth
    assert 0.7 * back < bins.kl_synthetic_real.value < back
    for found in (kernel, bins):
        assert found.kl_floor < 0.01
        assert (found.kl_real_synthetic_doubt, found.kl_synthetic_real_doubt) == (None, None)
    assert (kernel.kl_density, bins.kl_density) == ("kernel", "bins")


def test_scores_at_the_ends_that_hardly_differ_have_a_small_divergence() -> None:
    """Of 40 people each, of whom a few wear glasses: kernels see the gaps between few scores, bins don't."""
    sides = [np.r_[odds(-9, 0.6, 190 - few, seed), odds(7, 0.4, 10 + few, seed)] for few, seed in ((0, 8), (4, 9))]
    people = np.repeat(np.arange(40), 5)
    bins, kernel = (
        compare_attributes(
            real=scored(sides[0], people=people), synthetic=scored(sides[1], people=people), score_density=density
        )
        .compared[0]
        .scores
        for density in SCORE_DENSITIES
    )
    assert bins
    assert kernel
    assert max(bins.kl_real_synthetic.value, bins.kl_synthetic_real.value) < 0.1
    assert (bins.kl_real_synthetic_doubt, bins.kl_synthetic_real_doubt) == ("within noise",) * 2


def test_distances_are_scipys() -> None:
    real, synthetic = odds(0, 1, 3000, 2), odds(0.4, 2, 2000, 3)
    found = shift(real, synthetic)
    assert found.wasserstein.value == pytest.approx(scipy.stats.wasserstein_distance(real, synthetic), abs=3e-4)
    assert found.kolmogorov_smirnov.value == pytest.approx(scipy.stats.ks_2samp(real, synthetic).statistic, abs=2e-3)
    assert found.wasserstein.low < found.wasserstein.value < found.wasserstein.high
    assert found.wasserstein_floor < found.wasserstein.low
    assert (found.real_mean, found.synthetic_mean) == (
        pytest.approx(real.mean(), abs=2e-4),
        pytest.approx(synthetic.mean(), abs=2e-4),
    )


def test_scores_that_are_missing_are_left_out_and_counted() -> None:
    real, synthetic = odds(0, 1, 100, 4), odds(0, 1, 100, 5)
    whole = shift(real, synthetic)
    partly = shift(np.r_[real, [np.nan] * 3], synthetic)
    assert (whole.without, partly.without) == (0, 3)
    assert partly.real_mean == pytest.approx(whole.real_mean)
    nothing = compare_attributes(real=scored(np.full(5, np.nan)), synthetic=scored(synthetic)).compared[0]
    assert nothing.scores is None


def test_constant_scores_and_few_people_are_defined() -> None:
    found = shift(np.full(50, 0.2), np.full(50, 0.9))
    assert found.kl_real_synthetic.value == pytest.approx(np.log(2 * 50 + 2), abs=0.1)
    assert found.kl_real_synthetic_doubt == "saturated"
    kernel = shift(np.full(50, 0.2), np.full(50, 0.9), density="kernel")
    assert (kernel.kl_real_synthetic.value > 5, kernel.kl_real_synthetic_doubt) == (True, "saturated")
    assert found.wasserstein.value == pytest.approx(0.7, abs=1e-3)
    alone = scored(np.array([0.1, 0.3]), people=np.array([0, 0]))
    one = compare_attributes(real=alone, synthetic=alone).compared[0].scores
    assert one
    assert (one.wasserstein.value, np.isnan(one.wasserstein.low), np.isnan(one.wasserstein_floor)) == (0, True, True)


def test_scores_of_one_person_have_no_interval() -> None:
    """The set's others have none, so that nothing is known of how people differ."""
    people = np.repeat(np.arange(40), 5)
    scores = odds(0, 1, 200, 7)
    found = compare_attributes(
        real=scored(np.where(people == 3, scores, np.nan), people=people), synthetic=scored(scores, people=people)
    ).compared[0]
    assert found.scores
    assert found.scores.wasserstein.value > 0
    assert np.isnan([found.scores.wasserstein.low, found.scores.kl_synthetic_real.high]).all()


def test_reliability_stands_beside_the_shares_and_labels_alone_have_no_shift() -> None:
    real = scored(odds(0, 1, 20, 6))
    found = compare_attributes(real=real, synthetic=labeled({"Male": [1, -1]}, [0, 1])).compared[0]
    assert (found.real.reliability, found.synthetic.reliability, found.scores) == (0.9, None, None)
