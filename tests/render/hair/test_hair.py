import numpy as np
import pytest

from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.hair.hair import hair_mesh
from facegap.render.hair.surface import surface_of
from facegap.render.head.shape import head_of
from facegap.render.tables.hair_styles import STYLES

TRIANGLES = 9000


def in_face(xyz):
    return (np.abs(xyz[:, 0]) < 0.4) & (xyz[:, 1] > 6.4) & (xyz[:, 1] < 7.4) & (xyz[:, 2] > 1.15)


@pytest.mark.parametrize("name", STYLES)
def test_a_style_is_whole_bounded_and_leaves_the_face_free(make_person, name):
    style = STYLES[name]
    person = make_person(male=style.male > style.female)
    mesh = hair_mesh(person, STYLES[name], head_of(person))
    if name == "bald":
        assert mesh is None
        return
    assert len(mesh.triangles) <= TRIANGLES
    assert mesh.triangles.min() == 0
    assert mesh.triangles.max() == len(mesh.positions) - 1
    assert all(np.isfinite(each).all() for each in (mesh.positions, mesh.normals, mesh.coordinates))
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
    assert mesh.surface.max() < len(mesh.paints)
    assert {paint.segment for paint in mesh.paints} == {Segment.HAIR}
    assert {paint.kind for paint in mesh.paints} <= {Kind.CARD, Kind.SHELL}
    assert mesh.coordinates[:, 3].min() >= 0.0
    assert mesh.coordinates[:, 3].max() <= 1.0
    assert in_face(mesh.positions).mean() < 0.002
    x, y, z = mesh.positions.T
    forehead = (np.abs(x) < 0.5) & (y < 7.8) & (z > 1.1)
    assert forehead.mean() > 0.004 if style.bangs else forehead.mean() < 0.004


def test_bangs_hang_and_long_hair_does_not_end_at_the_ears(make_person):
    person = make_person()
    head = head_of(person)
    with_bangs, without = (hair_mesh(person, STYLES[name], head).positions for name in ("bangs-long", "long-straight"))
    for xyz, share in ((with_bangs, 0.01), (without, -1.0)):
        brow = (np.abs(xyz[:, 0]) < 0.35) & (xyz[:, 1] < 7.7) & (xyz[:, 1] > 7.3) & (xyz[:, 2] > 1.2)
        assert brow.mean() > share
        assert share > 0 or brow.mean() < 0.005
    assert without[:, 1].min() < 6.0 < hair_mesh(person, STYLES["pixie"], head).positions[:, 1].min()


@pytest.mark.parametrize("name", ["long-wavy", "afro", "bun", "cornrows"])
def test_the_same_person_has_the_same_hair_and_another_has_another(make_person, name):
    first, again, other = make_person(), make_person(), make_person(seed=2)
    meshes = [hair_mesh(person, STYLES[name], head_of(person)) for person in (first, again, other)]
    np.testing.assert_array_equal(meshes[0].positions, meshes[1].positions)
    np.testing.assert_array_equal(meshes[0].coordinates, meshes[1].coordinates)
    assert name == "afro" or not np.array_equal(meshes[0].positions, meshes[2].positions)


@pytest.mark.parametrize("name", ["long-wavy", "afro", "quiff", "knot", "ponytail"])
def test_under_a_hat_nothing_sticks_out(make_person, name):
    person = make_person()
    head = head_of(person)
    xyz = hair_mesh(person, STYLES[name], head, tucked=True).positions
    _, distance, skin = surface_of(head).cylindrical(xyz)
    under = xyz[:, 1] > 8.0
    assert under.any()
    assert (distance - skin)[under].max() < 0.06


def test_strands_stay_outside_the_head(make_person):
    person = make_person()
    head = head_of(person)
    xyz = hair_mesh(person, STYLES["shoulder-straight"], head).positions
    _, distance, skin = surface_of(head).cylindrical(xyz)
    assert ((distance - skin) < -0.06)[xyz[:, 1] > 6.2].mean() < 0.01


def test_the_table_is_sound():
    assert len(STYLES) >= 25
    for style in STYLES.values():
        assert set(style.tied_to) <= STYLES.keys()
        assert style.name not in style.tied_to
        assert style.male or style.female
        assert set(style.textures) <= {"straight", "wavy", "coily"}
        assert style.bangs == (style.lengths.fringe > 0.3)
    for sex in ("male", "female"):
        for texture in ("straight", "wavy", "coily"):
            assert sum(getattr(style, sex) > 1.0 for style in STYLES.values() if texture in style.textures) >= 5
