"""What is seen, by segmentations made by hand."""

import numpy as np
import pytest
from tests.render.builders import a_person, a_scene

from facegap.render.description.scene import Pose
from facegap.render.draw.surfaces import Segment
from facegap.render.head.landmarks import landmarks68
from facegap.render.head.shape import Head, head_of
from facegap.render.image.framing import frame_face
from facegap.render.image.posing import Posing
from facegap.render.truth.regions import REGIONS, region_vertices
from facegap.render.truth.visible import Visibility, visibility

SIZE, SAMPLES = 112, 224


@pytest.fixture
def head() -> Head:
    return head_of(a_person())


def seen(head: Head, segment: np.ndarray, *, yaw: float = 0.0, depth: float = np.inf) -> Visibility:
    posing = Posing.of(Pose(yaw, 0.0, 0.0, 0.0, 0.0, 0.0))
    follow = np.ones(len(head.positions), np.float32)
    positions, normals = posing.points(head.positions, follow), posing.normals(head.normals, follow)
    framing = frame_face(a_scene().camera, positions[landmarks68()], frame="arcface", size=SIZE)
    depths = np.full(segment.shape, depth, np.float32)
    return visibility(segment, depths, framing=framing, positions=positions, normals=normals, size=SIZE)


def all_of(segment: Segment) -> np.ndarray:
    return np.full((SAMPLES, SAMPLES), segment, np.uint8)


def test_a_bare_face_is_seen_and_nothing_covers_it(head):
    found = seen(head, all_of(Segment.SKIN))
    for region in ("forehead", "brows", "eyes", "nose", "cheeks", "mouth"):
        assert found.turned_to_camera(region) > 0.7, region
        assert found.covered(region) == 0.0
    assert found.of_picture(Segment.SKIN) == 1.0


def test_what_lies_over_the_upper_half_covers_what_is_there(head):
    segment = all_of(Segment.SKIN)
    segment[: SAMPLES * 4 // 10] = Segment.HEADWEAR
    found = seen(head, segment)
    assert found.covered("forehead") == found.covered("forehead", Segment.HEADWEAR) == pytest.approx(1.0, abs=0.01)
    assert found.covered("forehead", Segment.HAIR) == 0.0
    assert found.covered("mouth") == found.covered("nose") == 0.0
    assert found.of_picture(Segment.HEADWEAR) == pytest.approx(0.4, abs=0.01)


def test_half_of_the_forehead_under_hair_is_half_covered(head):
    segment = all_of(Segment.SKIN)
    segment[:, : SAMPLES // 2] = Segment.HAIR
    assert seen(head, segment).covered("forehead") == pytest.approx(0.5, abs=0.08)


def test_an_ear_turned_away_is_not_in_view(head):
    # Looking to their left, a person turns the left ear away from the camera.
    frontal, turned = (seen(head, all_of(Segment.SKIN), yaw=yaw) for yaw in (0.0, 25.0))
    assert frontal.facing("left_ear") == pytest.approx(frontal.facing("right_ear"), abs=0.05)
    assert turned.facing("left_ear") < 0.5 * frontal.facing("left_ear")


def test_what_lies_behind_another_part_of_the_head_is_not_in_view(head):
    found = seen(head, all_of(Segment.SKIN), depth=1.0)
    assert not found.in_view.any()


def test_each_region_has_vertices_whose_weights_sum_to_one():
    found = region_vertices()
    assert np.bincount(found.region).min() > 20
    assert np.bincount(found.region, found.weight) == pytest.approx(np.ones(len(REGIONS)), abs=1e-5)
