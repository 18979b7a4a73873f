"""What is worn fits heads of all sizes, keeps to its budget and follows its seed."""

from dataclasses import replace

import numpy as np
import pytest

from facegap.render.accessories.clothes import CLOTHES
from facegap.render.accessories.headwear import HEADWEAR
from facegap.render.accessories.occluder import occluder_mesh, relief
from facegap.render.accessories.wardrobe import Wardrobe
from facegap.render.description.scene import Accessories, Occluder
from facegap.render.draw.surfaces import Segment
from facegap.render.head.landmarks import landmarks68
from facegap.render.head.shape import Head, expression_offsets, head_of

BARE = Accessories(
    eyewear="", headwear="", mask=False, earrings=False, necktie=False, clothes="", headphones=False, seed=5
)
WEARS = {
    "spectacles": (replace(BARE, eyewear="spectacles"), Segment.EYEWEAR, 600),
    "sunglasses": (replace(BARE, eyewear="sunglasses"), Segment.EYEWEAR, 600),
    "cap": (replace(BARE, headwear="cap"), Segment.HEADWEAR, 900),
    "hat": (replace(BARE, headwear="hat"), Segment.HEADWEAR, 900),
    "beanie": (replace(BARE, headwear="beanie"), Segment.HEADWEAR, 900),
    "headscarf": (replace(BARE, headwear="headscarf"), Segment.HEADWEAR, 900),
    "mask": (replace(BARE, mask=True), Segment.MASK, 500),
    "earrings": (replace(BARE, earrings=True), Segment.JEWELLERY, 500),
    "headphones": (replace(BARE, headphones=True), Segment.HEADWEAR, 500),
    "tee": (replace(BARE, clothes="tee"), Segment.CLOTHES, 2500),
    "shirt": (replace(BARE, clothes="shirt", necktie=True), Segment.CLOTHES, 2500),
    "jumper": (replace(BARE, clothes="jumper"), Segment.CLOTHES, 2500),
    "vneck": (replace(BARE, clothes="vneck"), Segment.CLOTHES, 2500),
    "jacket": (replace(BARE, clothes="jacket", necktie=True), Segment.CLOTHES, 2500),
}


def test_every_kind_of_headwear_and_clothes_has_a_case() -> None:
    assert {*HEADWEAR, *CLOTHES} <= WEARS.keys()
    assert "none" not in HEADWEAR, "the word for nothing"


@pytest.mark.parametrize("name", WEARS)
@pytest.mark.parametrize("build", range(3))
def test_meshes_are_sound(name: str, build: int, people) -> None:
    wear, segment, budget = WEARS[name]
    person = people[build]
    head = head_of(person)
    worn = Wardrobe(head, person).worn(wear)
    meshes = [*worn.opaque, *([worn.glass] if worn.glass else [])]
    assert sum(len(mesh.triangles) for mesh in meshes) <= budget
    for mesh in meshes:
        assert np.isfinite(mesh.positions).all()
        assert mesh.triangles.max() < len(mesh.positions)
        assert {paint.segment for paint in mesh.paints} == {segment}
        assert np.linalg.norm(mesh.positions - head.positions.mean(0), axis=1).max() < 4.5
    again = Wardrobe(head, person).worn(wear)
    assert all(np.array_equal(a.positions, b.positions) for a, b in zip(worn.opaque, again.opaque, strict=True))


@pytest.mark.parametrize("name", ["cap", "beanie"])
def test_hats_enclose_the_crown(name: str, people) -> None:
    for person in people:
        head = head_of(person)
        hat = Wardrobe(head, person).worn(WEARS[name][0]).opaque[0].positions
        assert hat[:, 1].max() > head.positions[:, 1].max()
        center, half = head.skull
        assert np.abs(hat[:, 0]).max() > half[0] - 0.02
        assert hat[:, 2].min() < center[2] - 0.8 * half[2]


def test_masks_lie_over_nose_and_chin_and_go_along_with_the_jaw(people) -> None:
    for person in people:
        head = head_of(person)
        worn = Wardrobe(head, person).worn(WEARS["mask"][0])
        cloth = worn.opaque[0].positions
        tip, chin = head.landmarks[30], head.landmarks[8]
        assert cloth[:, 2].max() > tip[2]
        assert cloth[:, 1].min() < chin[1] + 0.05
        offsets = expression_offsets({"jawOpen": 1.0})
        way = cloth - worn.moved(offsets)[0].positions
        drop = -offsets[landmarks68()[8], 1]
        on_chin = np.linalg.norm(cloth - chin, axis=1) < 0.25
        assert on_chin.any()
        assert 0.6 * drop < way[on_chin, 1].mean() < 1.05 * drop
        assert np.abs(way[cloth[:, 1] > tip[1] + 0.05]).max() < 0.4 * drop


def test_spectacles_stand_before_the_eyes_and_reach_the_ears(people) -> None:
    for person in people:
        head = head_of(person)
        worn = Wardrobe(head, person).worn(WEARS["spectacles"][0])
        assert worn.glass is not None
        assert worn.glass.glass
        panes = worn.glass.positions
        for eye in head.eyes:
            side = panes[np.sign(panes[:, 0]) == np.sign(eye[0])]
            assert (side.min(0)[:2] < eye[:2]).all()
            assert (side.max(0)[:2] > eye[:2]).all()
            assert side[:, 2].mean() > eye[2] + 0.15
        assert worn.opaque[0].positions[:, 2].min() < head.point("ear-root-left")[2]
        assert min(worn.lens[:3]) > 0.8


def test_clothes_cover_the_skin_that_they_hide(people) -> None:
    person = people[0]
    head = head_of(person)
    worn = Wardrobe(head, person).worn(WEARS["tee"][0])
    assert 800 < worn.hidden.sum() < 2500
    assert Wardrobe(head, person).worn(BARE).hidden.sum() == 0


@pytest.mark.parametrize("kind", ["hand", "phone", "cup", "microphone"])
def test_occluders_are_before_the_face(kind: str, people) -> None:
    for person in people:
        head: Head = head_of(person)
        mesh = occluder_mesh(Occluder(kind, (0.0, -0.4), 10.0, 3), head, person)
        assert mesh is not None
        assert len(mesh.triangles) <= 700
        assert {paint.segment for paint in mesh.paints} == {Segment.OCCLUDER}
        mouth = np.abs(mesh.positions[:, 0]) < 0.4
        ahead = mesh.positions[:, 2] - relief(head).at(mesh.positions)
        assert np.quantile(ahead[mouth], 0.05) > -0.06
        assert np.quantile(ahead[mouth], 0.05) < 0.9
    assert occluder_mesh(Occluder("", (0.0, 0.0), 0.0, 0), head, person) is None
