import pytest
from tests.compare.joint.known import gaussians

from facegap.compare.joint import classifier_divergence, kernel_divergence, neighbor_divergence

# Of 2,000 images each, the standard deviation of an estimate is about 0.05; what is more is bias, which grows with
# the dimensions, see docs/divergence.md: kernels and neighbors blur both densities, which hides a part of a shift.
CASES = [(1, 1.0, 0.15), (5, 1.0, 0.15), (10, 1.0, 0.2), (47, 1.0, 0.45)]


@pytest.mark.parametrize(("dimensions", "shift", "tolerance"), CASES)
def test_a_shift_is_measured(dimensions: int, shift: float, tolerance: float) -> None:
    p, q, truth = gaussians(dimensions, 2000, shift=shift)
    for estimator in (kernel_divergence, neighbor_divergence):
        found = estimator(p=p, q=q)
        assert found.p_q.value.value == pytest.approx(truth[0], abs=tolerance)
        assert found.q_p.value.value == pytest.approx(truth[1], abs=tolerance)
        assert found.p_q.value.low < found.p_q.value.value < found.p_q.value.high
        assert 0 < found.floor < 0.25


def test_a_width_is_measured_both_ways() -> None:
    p, q, truth = gaussians(3, 4000, shift=0.5, scale=1.4)
    assert truth == pytest.approx((0.338, 0.556), abs=0.001)
    kernel, neighbors = kernel_divergence(p=p, q=q), neighbor_divergence(p=p, q=q)
    assert kernel.p_q.value.value == pytest.approx(truth[0], abs=0.08)
    # Where Q reaches further than P, kernels that are as narrow as suits P fall off too fast.
    assert kernel.q_p.value.value == pytest.approx(truth[1], abs=0.25)
    assert neighbors.p_q.value.value == pytest.approx(truth[0], abs=0.1)
    assert neighbors.q_p.value.value == pytest.approx(truth[1], abs=0.15)
    assert neighbors.asymmetry.high < 0


def test_a_classifier_bounds_the_divergence_from_below() -> None:
    p, q, truth = gaussians(5, 1500, shift=1.5)
    found = classifier_divergence(p=p, q=q)
    for way, of in ((found.p_q, truth[0]), (found.q_p, truth[1])):
        assert way.bound
        assert 0.5 * of < way.value.value < 1.05 * of
    # Two Gaussians 1.5 deviations apart: Φ(1.5 / √2) and Φ(1.5 / 2).
    assert found.auc.value == pytest.approx(0.856, abs=0.03)
    assert found.accuracy.value == pytest.approx(0.773, abs=0.03)
    assert found.auc.low < found.auc.value < found.auc.high


def test_in_many_dimensions_nonsense_is_not_believed() -> None:
    p, q, truth = gaussians(47, 1500, shift=1, scale=1.1)
    assert min(truth) > 0.8
    for estimator in (kernel_divergence, neighbor_divergence):
        found = estimator(p=p, q=q)
        assert found.q_p.value.high < 0
        assert not found.q_p.believable
