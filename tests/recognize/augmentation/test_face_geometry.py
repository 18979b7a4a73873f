import math

import numpy as np
import pytest
from tests.conftest import picture

from facegap.engine import generator
from facegap.recognize.augmentation import FaceGeometry
from facegap.recognize.augmentation.geometry import corners_of, warped


def by_hand(face: np.ndarray, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A perspective warp in float64 and where it shows the image: eight equations, then four neighbors."""
    start = corners_of(face).astype(np.float64)
    rows, right = [], []
    for (x, y), (u, v) in zip(corners.astype(np.float64), start, strict=True):  # from where it went to where it was
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    matrix = np.append(np.linalg.solve(rows, right), 1).reshape(3, 3)
    height, width = face.shape[:2]
    y, x = np.mgrid[:height, :width]
    u, v, w = np.einsum("ij,jyx->iyx", matrix, np.stack([x, y, np.ones_like(x)]))
    u, v = u / w, v / w
    inside = (u >= 0) & (u <= width - 1) & (v >= 0) & (v <= height - 1)
    left, top = np.clip(u.astype(int), 0, width - 2), np.clip(v.astype(int), 0, height - 2)
    a, b = (u - left)[..., None], (v - top)[..., None]
    upper = (1 - a) * face[top, left] + a * face[top, left + 1]
    lower = (1 - a) * face[top + 1, left] + a * face[top + 1, left + 1]
    return (1 - b) * upper + b * lower, inside


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_warp_is_the_perspective_map_of_the_corners(mirrored: bool) -> None:
    face = picture(1, side=40)[:32]
    corners = corners_of(face) + np.array([[2, 1], [-3, 2], [1, -2], [-1.5, 3]], dtype=np.float32)
    expected, inside = by_hand(face[:, ::-1] if mirrored else face, corners)
    found = warped(face, corners, mirrored=mirrored, border="black")
    assert inside.mean() > 0.6
    assert np.abs(found.astype(float) - expected)[inside].max() < 2


def test_a_warp_that_moves_nothing_is_the_image_bit_for_bit() -> None:
    face = picture(0, side=112)
    for border in ("black", "reflect"):
        options = FaceGeometry(warp=1, aspect=1, border=border)
        np.testing.assert_array_equal(options(face, generator(0)), face)
        mirrored = options.model_copy(update={"mirror": 1})
        np.testing.assert_array_equal(mirrored(face, generator(0)), face[:, ::-1])


def test_mirrored_is_mirrored() -> None:
    face = picture(0, side=30)[:20]
    np.testing.assert_array_equal(FaceGeometry(mirror=1)(face, generator(0)), face[:, ::-1])


def moved(options: FaceGeometry, draws: int = 2000) -> np.ndarray:
    """Where the corners of a 101 × 101 image go, about its middle: (draws, 4) complex numbers."""
    face = np.zeros((101, 101, 3), dtype=np.uint8)
    corners = np.array([options.moved_corners(face, generator(0, "move", draw)) for draw in range(draws)])
    return corners[..., 0] - 50 + 1j * (corners[..., 1] - 50)


START = np.array([-50 - 50j, 50 - 50j, 50 + 50j, -50 + 50j])


def test_turns_scales_and_shifts_are_those_of_the_plane_and_fill_their_ranges() -> None:
    turned = moved(FaceGeometry(turn=10)) / START
    np.testing.assert_allclose(np.abs(turned), 1, rtol=1e-5)
    assert np.ptp(np.angle(turned), axis=1).max() < 1e-5
    angles = np.degrees(np.angle(turned[:, 0]))
    assert (angles.min(), angles.max(), angles.std()) == pytest.approx((-10, 10, 10 / math.sqrt(3)), abs=0.4)

    scaled = moved(FaceGeometry(scale=(0.5, 2))) / START
    assert np.abs(scaled - scaled[:, :1]).max() < 1e-5
    logs = np.log2(scaled[:, 0].real)
    assert (logs.min(), logs.max(), logs.mean()) == pytest.approx((-1, 1, 0), abs=0.06)

    shifts = moved(FaceGeometry(shift=0.1)) - START
    assert np.abs(shifts - shifts[:, :1]).max() < 1e-4
    assert (shifts.real.min(), shifts.imag.max()) == pytest.approx((-10.1, 10.1), abs=0.1)


def test_aspect_keeps_the_area_and_corners_move_by_themselves() -> None:
    stretched = moved(FaceGeometry(aspect=1, aspect_ratio=(2, 2)), 1)[0]
    np.testing.assert_allclose(stretched.real / START.real, math.sqrt(2), rtol=1e-5)
    np.testing.assert_allclose(stretched.imag / START.imag, 1 / math.sqrt(2), rtol=1e-5)
    apart = moved(FaceGeometry(corners=0.05)) - START
    assert np.abs(apart.real).max() == pytest.approx(5.05, abs=0.01)
    eight = np.concatenate([apart.real, apart.imag], axis=1)
    assert np.abs(np.corrcoef(eight.T) - np.eye(8)).max() < 0.1


def test_a_crop_stays_in_its_place_on_black() -> None:
    face = np.full((112, 112, 3), 200, dtype=np.uint8)
    options = FaceGeometry(crop=1)
    areas, ratios = [], []
    for draw in range(400):
        left = options(face, generator(0, draw))
        rows, columns = (np.flatnonzero(left.any(axis=(2, other))) for other in (1, 0))
        tall, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
        expected = np.zeros_like(face)
        expected[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = 200
        np.testing.assert_array_equal(left, expected)
        areas.append(tall * wide / 112**2)
        ratios.append(wide / tall)
    assert (min(areas), max(areas)) == pytest.approx((0.2, 1), abs=0.03)
    assert (min(ratios), max(ratios)) == pytest.approx((0.75, 4 / 3), abs=0.04)


def test_a_crop_keeps_its_pixels_and_is_all_of_the_image_where_nothing_fits() -> None:
    face = picture(3, side=64) // 2 + 1
    left = FaceGeometry(crop=1)(face, generator(1))
    np.testing.assert_array_equal(left[left > 0], face[left > 0])
    np.testing.assert_array_equal(FaceGeometry(crop=1, crop_area=(1, 1), crop_ratio=(3, 3))(face, generator(0)), face)


def test_what_lies_beyond_is_black_or_reflected_and_black_beyond_a_crop() -> None:
    face = np.full((40, 40, 3), 200, dtype=np.uint8)
    smaller = FaceGeometry(warp=1, scale=(0.5, 0.5))
    assert smaller(face, generator(0))[0, 0].tolist() == [0, 0, 0]
    reflected = smaller.model_copy(update={"border": "reflect"})
    assert (reflected(face, generator(0)) == 200).all()
    cropped = reflected.model_copy(update={"crop": 1.0, "crop_area": (0.9, 0.9)})
    assert cropped(face, generator(0))[0, 0].tolist() == [0, 0, 0]
