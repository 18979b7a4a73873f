"""Beard and lashes, which move with the face."""

import numpy as np

from facegap.render.description.scene import BeardToday
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.hair.beard import beard_mesh
from facegap.render.hair.growth import beard_regions
from facegap.render.hair.lashes import lash_mesh
from facegap.render.head.basis import head_basis
from facegap.render.head.shape import head_of

FULL = BeardToday(1.0, 1.0, 1.0, 1.0, 1.0)


def test_weak_beards_are_only_painted(make_person):
    person = make_person(male=True)
    assert beard_mesh(person, BeardToday(1.0, 0.3, 0.3, 0.3, 0.3), head_of(person)) is None


def test_a_beard_sits_on_the_vertices_that_it_moves_with(make_person):
    person = make_person(male=True)
    head = head_of(person)
    rooted = beard_mesh(person, FULL, head)
    assert len(rooted.mesh.triangles) <= 2500
    assert rooted.vertex.shape == (len(rooted.mesh.positions),)
    assert np.linalg.norm(rooted.mesh.positions - head.positions[rooted.vertex], axis=1).max() < 0.45
    assert beard_regions(head_basis().template[rooted.vertex]).max(1).mean() > 0.7
    assert {paint.segment for paint in rooted.mesh.paints} == {Segment.BEARD}


def test_parts_of_a_beard_are_worn_alone(make_person):
    person = make_person(male=True)
    mustache = beard_mesh(person, BeardToday(0.0, 1.0, 0.0, 0.0, 0.0), head_of(person)).mesh.positions
    assert mustache[:, 1].min() > 6.4
    assert np.abs(mustache[:, 0]).max() < 0.5
    goatee = beard_mesh(person, BeardToday(0.0, 0.0, 1.0, 0.0, 0.0), head_of(person)).mesh.positions
    assert np.abs(goatee[:, 0]).max() < 0.6


def test_lashes_stand_off_each_lid(make_person):
    person = make_person()
    head = head_of(person)
    rooted = lash_mesh(person, head)
    mesh = rooted.mesh
    np.testing.assert_array_equal(mesh.positions, head.positions[rooted.vertex])
    assert {paint.kind for paint in mesh.paints} == {Kind.LASH}
    lid, tip = mesh.positions[0::2], mesh.positions[1::2]
    left = lid[:, 0] > 0
    for side, center in ((left, head.eyes[0]), (~left, head.eyes[1])):
        out_lid, out_tip = (np.linalg.norm(end[side] - center, axis=1) for end in (lid, tip))
        assert (out_tip > out_lid).mean() > 0.9
        across = np.diff(lid[side][:10, 0]) * np.sign(center[0])
        assert (across >= -1e-3).all()
    upper = np.unique(mesh.triangles[mesh.surface == 1])
    lower = np.unique(mesh.triangles[mesh.surface == 0])
    assert mesh.positions[upper, 1].mean() > mesh.positions[lower, 1].mean() + 0.05
