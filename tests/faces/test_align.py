import numpy as np
import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st

from facegap.faces import ARCFACE_POINTS, share_outside, similarity

ANGLES = st.floats(-np.pi, np.pi)
SHIFTS = st.floats(-500, 500)


def apply(transform: np.ndarray, points: np.ndarray) -> np.ndarray:
    return points @ transform[:, :2].T + transform[:, 2]


@given(angle=ANGLES, scale=st.floats(0.05, 20), x=SHIFTS, y=SHIFTS)
def test_a_similarity_is_found_again(angle: float, scale: float, x: float, y: float) -> None:
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = ARCFACE_POINTS @ turn.T + [x, y]
    found = similarity(ARCFACE_POINTS, moved)
    assert np.allclose(found, np.column_stack([turn, [x, y]]), atol=1e-6)
    assert np.allclose(apply(similarity(moved, ARCFACE_POINTS), moved), ARCFACE_POINTS, atol=1e-6)


def test_no_other_similarity_comes_nearer() -> None:
    rng = np.random.default_rng(0)
    source, target = rng.normal(size=(5, 2)) * 30, rng.normal(size=(5, 2)) * 30

    def miss(p: np.ndarray) -> float:
        return float(np.sum((apply(np.array([[p[0], -p[1], p[2]], [p[1], p[0], p[3]]]), source) - target) ** 2))

    best = scipy.optimize.minimize(miss, np.zeros(4), tol=1e-12)
    found = similarity(source, target)
    assert np.sum((apply(found, source) - target) ** 2) == pytest.approx(best.fun, rel=1e-6)
    assert np.linalg.det(found[:, :2]) > 0


def test_one_point_has_no_similarity() -> None:
    with pytest.raises(ValueError, match="same point"):
        similarity(np.ones((5, 2)), ARCFACE_POINTS)


def test_the_share_outside_is_that_of_the_pixels_without_a_source() -> None:
    turned = np.array([[0.8, -0.3, 10], [0.3, 0.8, -20]])
    y, x = np.mgrid[:112, :112]
    source = np.linalg.inv(turned[:, :2]) @ (np.stack([x.ravel(), y.ravel()]) - turned[:, 2:])
    inside = (source >= 0).all(axis=0) & (source[0] <= 99) & (source[1] <= 79)
    assert share_outside(turned, width=100, height=80) == pytest.approx(1 - inside.mean(), abs=1e-3)
    identity = [[1, 0, 0], [0, 1, 0]]
    assert share_outside(identity, width=112, height=112) == 0
    assert share_outside(identity, width=112, height=28) == 0.75
