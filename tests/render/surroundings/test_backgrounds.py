"""Backgrounds: shape, range, blur, and that a seed says it all."""

import numpy as np
import pytest

from facegap.render.description.scene import Background
from facegap.render.surroundings.backgrounds import background

KINDS = ("indoor", "outdoor", "studio", "clutter")


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_are_finite_and_differ_by_seed(kind: str) -> None:
    pictures = [background(Background(kind, seed, 0.02, 1.0), size=48) for seed in range(40)]
    for picture in pictures:
        assert picture.shape == (48, 48, 3)
        assert picture.dtype == np.float32
        assert np.isfinite(picture).all()
        assert picture.min() >= 0
        assert picture.max() <= 3
    again = background(Background(kind, 7, 0.02, 1.0), size=48)
    assert np.array_equal(again, pictures[7])
    means = [picture.mean() for picture in pictures]
    assert np.std(means) > 0.08
    assert 0.1 < np.mean(means) < 0.7


def test_brightness_scales_and_blur_smooths() -> None:
    def edges(picture: np.ndarray) -> float:
        return float(np.abs(np.diff(picture, axis=1)).mean())

    sharp = background(Background("clutter", 3, 0.0, 0.4), size=64)
    dark = background(Background("clutter", 3, 0.0, 0.2), size=64)
    soft = background(Background("clutter", 3, 0.08, 0.4), size=64)
    assert dark == pytest.approx(sharp / 2, abs=1e-5)
    assert edges(soft) < 0.5 * edges(sharp)
