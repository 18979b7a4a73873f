"""Posing, framing and the camera model."""

from dataclasses import replace

import numpy as np
import pytest
from tests.render.builders import a_person, a_scene

from facegap.faces import ARCFACE_POINTS
from facegap.render.description.scene import Pose
from facegap.render.head.landmarks import five_of, landmarks68
from facegap.render.head.shape import head_of
from facegap.render.image.capture import photograph
from facegap.render.image.framing import frame_face
from facegap.render.image.posing import Posing, rotation

CAMERA = a_scene().camera
PLAIN = replace(
    a_scene().capture,
    exposure=0.0,
    balance=(1.0, 1.0),
    contrast=1.0,
    saturation=1.0,
    defocus=0.0,
    motion=0.0,
    noise=0.0,
    resolution=1.0,
    gray=False,
    jpeg=0,
)


def posed(**angles: float) -> np.ndarray:
    pose = replace(Pose(0, 0, 0, 0, 0, 0), **angles)
    points = head_of(a_person()).landmarks
    return Posing.of(pose).points(points, np.ones(len(points), np.float32))


def test_angles_turn_the_way_they_say() -> None:
    nose = {name: posed(**{name: 30.0})[30] - posed()[30] for name in ("yaw", "pitch")}
    assert nose["yaw"][0] > 0.3, "to the person's left, the image's right"
    assert nose["pitch"][1] > 0.3, "upwards"
    tilted = posed(roll=30.0)
    assert tilted[45, 1] < tilted[36, 1], "the left eye goes down with the left shoulder"
    turn = rotation(yaw=20.0, pitch=-10.0, roll=5.0)
    assert np.allclose(turn @ turn.T, np.eye(3), atol=1e-6)
    assert np.linalg.det(turn) == pytest.approx(1.0)


def test_an_aligned_crop_has_the_template_landmarks() -> None:
    framing = frame_face(CAMERA, posed(), frame="arcface", size=112)
    five = five_of(framing.landmarks)
    # A similarity can't bring any face's five points onto the template's just so.
    assert np.abs(five - ARCFACE_POINTS).mean() < 3.0
    assert np.allclose(five.mean(0), ARCFACE_POINTS.mean(0), atol=0.01)
    double = frame_face(CAMERA, posed(), frame="arcface", size=224)
    assert np.allclose((double.landmarks + 0.5) / 2, framing.landmarks + 0.5, atol=1e-3)


def test_the_view_projects_landmarks_where_it_says() -> None:
    points = posed(yaw=25.0)
    for frame in ("arcface", "photo"):
        framing = frame_face(CAMERA, points, frame=frame, size=112)
        seen = points @ framing.view["rotation"].T + framing.view["shift"]
        flat = np.column_stack([seen[:, :2] / -seen[:, 2:], np.ones(len(seen))])
        pixels = np.column_stack([flat @ framing.view["across"], flat @ framing.view["down"]]) - 0.5
        assert np.allclose(pixels, framing.landmarks, atol=1e-2)


def test_exposure_brightens_and_noise_spreads() -> None:
    light = np.full((32, 32, 3), 0.2, np.float32)
    face = np.ones((32, 32), bool)
    usual, brighter = (photograph(light, face, replace(PLAIN, exposure=stops)) for stops in (0.0, 1.0))
    assert brighter.mean() > usual.mean() + 20
    noisy = photograph(light, face, replace(PLAIN, noise=0.05))
    assert usual.std() == 0
    assert 0.03 < noisy.astype(float).std() / 255 < 0.09


def test_blur_resolution_gray_and_compression_do_what_they_say() -> None:
    rng = np.random.default_rng(1)
    light = rng.uniform(0.02, 0.6, (64, 64, 3)).astype(np.float32)
    face = np.ones((64, 64), bool)
    sharp = photograph(light, face, PLAIN).astype(float)
    for change in ({"defocus": 2.0}, {"motion": 6.0}, {"resolution": 0.3}):
        assert photograph(light, face, replace(PLAIN, **change)).astype(float).std() < 0.75 * sharp.std(), change
    gray = photograph(light, face, replace(PLAIN, gray=True))
    assert np.ptp(gray, axis=2).max() <= 1
    assert not np.array_equal(photograph(light, face, replace(PLAIN, jpeg=30)), sharp)


def test_a_face_that_is_not_there_is_exposed_all_the_same() -> None:
    picture = photograph(np.zeros((16, 16, 3), np.float32), np.zeros((16, 16), bool), PLAIN)
    assert picture.shape == (16, 16, 3)
    assert landmarks68().shape == (68,)
