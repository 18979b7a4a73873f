import numpy as np
import pytest
from scipy.stats import gaussian_kde
from sklearn.neighbors import KernelDensity as Reference
from tests.compare.joint.known import gaussians

from facegap.compare.joint import Sample
from facegap.compare.joint.densities.kernel_density import bandwidth, kernel_densities


@pytest.mark.parametrize("dimensions", [2, 12])
def test_densities_are_those_of_scikit_learn_and_scipy(dimensions: int) -> None:
    p, q, _ = gaussians(dimensions, 700, shift=2)
    densities = kernel_densities(p=p, q=q)
    found = densities.q_at_p.of(q.everything)[:, 0]
    h = densities.q_at_p.bandwidth
    assert found == pytest.approx(Reference(bandwidth=h).fit(q.points).score_samples(p.points), abs=1e-4)
    if dimensions == 2:
        scipy = gaussian_kde(q.points.T, bw_method=1)
        scipy.set_bandwidth(1)
        scipy.covariance, scipy.cho_cov = h**2 * np.eye(2), h * np.eye(2)
        scipy.log_det = 2 * np.log(2 * np.pi * h**2)
        assert found == pytest.approx(scipy.logpdf(p.points.T), abs=1e-4)


def test_of_some_groups_without_the_own_person() -> None:
    rng = np.random.default_rng(0)
    p = Sample.of(rng.standard_normal((60, 7)), np.arange(60) // 3)
    densities = kernel_densities(p=p, q=p, same=True)
    chosen = np.arange(p.grouped) % 2 == 0
    found = densities.p_at_p.of(chosen[None])[:, 0]
    for image in range(60):
        others = p.points[chosen[p.groups] & (p.people != p.people[image])]
        reference = Reference(bandwidth=densities.p_at_p.bandwidth).fit(others)
        assert found[image] == pytest.approx(reference.score_samples(p.points[image : image + 1])[0], abs=1e-4)
    assert np.array_equal(densities.kl(p.everything, p.everything), [[0, 0]])


def test_what_is_far_away_does_not_vanish() -> None:
    p = Sample.of(np.linspace(0, 1, 40)[:, None], np.arange(40))
    q = Sample.of(np.linspace(500, 501, 40)[:, None], np.arange(40))
    densities = kernel_densities(p=p, q=q)
    h = densities.q_at_p.bandwidth
    found = densities.q_at_p.of(q.everything)[0, 0]
    assert found == pytest.approx(Reference(bandwidth=h).fit(q.points).score_samples(p.points[:1])[0], rel=1e-4)
    one_group = np.eye(q.grouped, dtype=bool)
    assert np.all(np.isfinite(densities.q_at_p.of(one_group)))


def test_the_bandwidth_is_the_most_likely_one() -> None:
    p, _, _ = gaussians(2, 400, shift=0)
    h = bandwidth(p)

    def likelihood(width: float) -> float:
        scores = [
            Reference(bandwidth=width).fit(p.points[p.people != person]).score(p.points[p.people == person])
            for person in np.unique(p.people)
        ]
        return float(np.sum(scores))

    best = likelihood(h)
    assert best > likelihood(0.8 * h)
    assert best > likelihood(1.25 * h)


def test_one_person_has_no_bandwidth() -> None:
    assert np.isnan(bandwidth(Sample.of(np.arange(6.0), [0] * 6)))
