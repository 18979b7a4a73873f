import numpy as np
import pytest
from tests.conftest import picture

from facegap.engine import generator
from facegap.recognize.augmentation import Occlusion

GREEN = np.full((100, 100, 3), (1, 254, 3), dtype=np.uint8)


def covered(options: Occlusion, draw: int) -> np.ndarray:
    return (options(GREEN, generator(0, draw)) != GREEN).any(axis=2)


def test_a_patch_covers_the_area_that_is_asked_for() -> None:
    options = Occlusion(chance=1, area=(0.04, 0.04), ratio=(0.5, 2))
    masks = [covered(options, draw) for draw in range(200)]
    whole = [mask for mask in masks if not (mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())]
    assert len(whole) > 80
    shares = np.array([mask.mean() for mask in whole])
    assert shares.mean() == pytest.approx(0.04, rel=0.1)  # a rectangle's outline takes half a pixel more
    assert shares.min() > 0.035
    assert shares.max() < 0.05
    assert max(mask.mean() for mask in masks) < 0.05


def test_patches_are_ellipses_and_rectangles() -> None:
    """A disc fills π/4 of its box; a square half of it or more, by its turn."""
    fills = []
    for draw in range(300):
        mask = covered(Occlusion(chance=1, area=(0.05, 0.05), ratio=(1, 1)), draw)
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if 0 < rows[0] < rows[-1] < 99 and 0 < columns[0] < columns[-1] < 99:
            fills.append(mask.sum() / ((np.ptp(rows) + 1) * (np.ptp(columns) + 1)))
    discs = np.abs(np.array(fills) - np.pi / 4) < 0.03
    assert 0.4 < discs.mean() < 0.75
    assert min(fills) < 0.6
    assert max(fills) > 0.85


def test_the_rest_of_the_face_stays_and_the_face_given_too() -> None:
    face = picture(0, side=50)
    before = face.copy()
    found = Occlusion(chance=1)(face, generator(3))
    np.testing.assert_array_equal(face, before)
    changed = (found != face).any(axis=2)
    assert 0 < changed.mean() < 0.25


def test_colors_differ_between_patches() -> None:
    colors = {tuple(Occlusion(chance=1)(GREEN, generator(0, draw))[50, 50]) for draw in range(200)}
    assert len(colors) > 20
