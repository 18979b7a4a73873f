import numpy as np
import pytest
from tests.compare.joint.known import gaussians

from facegap.compare.joint import kernel_divergence
from facegap.compare.joint.convergence import least_images
from facegap.compare.joint.space import dither, principal


def of_bias(bias: float, power: float, *, images: int = 1000, margin: float = 0) -> int | None:
    """For an estimate of 1 whose bias of n images goes with n to a power."""
    value, half, quarter = (1 + bias * (part * images / 1000) ** power for part in (1, 0.5, 0.25))
    return least_images(value=value, half=half, quarter=quarter, margin=margin, images=images)


@pytest.mark.parametrize("power", [-1, -0.5, -0.25])
@pytest.mark.parametrize("bias", [0.2, -0.2, 0.5])
def test_it_is_foretold_when_a_bias_falls_below_a_tenth(bias: float, power: float) -> None:
    allowed = 0.1 * (1 + bias)
    assert of_bias(bias, power) == pytest.approx(1000 * (abs(bias) / allowed) ** (-1 / power), rel=0.01)


def test_what_moves_by_less_than_its_doubt_is_enough_already() -> None:
    assert of_bias(0.02, -1) == 250
    assert of_bias(0.3, -0.5, margin=0.4) == pytest.approx(563, abs=2)
    assert least_images(value=1, half=1.01, quarter=0.99, margin=0.05, images=1000) == 250


def test_nothing_is_foretold_of_what_does_not_settle() -> None:
    assert least_images(value=1, half=0.8, quarter=0.7, margin=0, images=1000) is None
    assert least_images(value=1, half=float("nan"), quarter=0.7, margin=0, images=1000) is None
    assert of_bias(3, -0.1) is None


def test_the_foretold_size_is_about_enough() -> None:
    p, q, truth = gaussians(4, 800, shift=1.5, seed=1)
    few = kernel_divergence(p=p, q=q).p_q
    assert few.least_images is not None
    assert few.least_images < 10_000
    p, q, _ = gaussians(4, max(few.least_images, 800), shift=1.5, seed=2)
    enough = kernel_divergence(p=p, q=q).p_q
    assert abs(enough.value.value - truth[0]) < 0.25


def test_spread_labels_and_principal_directions() -> None:
    labels = np.random.default_rng(0).integers(-1, 2, (500, 6)).astype(np.int8)
    points = dither(labels, seed=0, name="p")
    assert np.array_equal(np.rint(points), labels)
    assert len(np.unique(points)) == points.size
    p, q, space = principal(points, points + 1, of="labels", most=4)
    assert (p.shape, space.dimensions) == ((500, 4), 4)
    assert space.share < 0.95
    pooled = np.concatenate([p, q])
    assert pooled.T @ pooled / 1000 == pytest.approx(np.eye(4), abs=1e-9)
    flat, _, nothing = principal(np.ones((5, 3)), np.ones((4, 3)), of="scores")
    assert (flat.tolist(), nothing.dimensions) == ([[0]] * 5, 1)
