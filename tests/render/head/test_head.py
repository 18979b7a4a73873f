"""The head basis, people's shapes and the landmarks on them."""

import numpy as np
from tests.render.builders import a_person

from facegap.render.draw.mesh import VertexNormals, cross_products
from facegap.render.head import basis as basis_module
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.landmarks import five_of, landmarks68, named_points
from facegap.render.head.shape import expression_offsets, head_of, shape_parameters


def test_the_basis_has_every_part_and_target() -> None:
    basis = head_basis()
    assert set(np.unique(basis.part)) == set(HeadPart)
    assert basis.targets.shape == (len(basis.names), len(basis.template), 3)
    assert len([name for name in basis.names if name[0].islower() and name.endswith(("Left", "Right"))]) > 30
    assert (basis.openness >= 0).all()
    assert (basis.openness <= 1).all()
    nose, throat = (basis.openness[named_points()[name]] for name in ("forehead", "throat"))
    assert nose > throat, "the chin shades the throat"


def test_landmarks_are_mirror_images() -> None:
    points = head_basis().template[landmarks68()]
    pairs = [(k, 16 - k) for k in range(8)] + [(k, 43 - k) for k in range(17, 22)] + [(36, 45), (39, 42), (48, 54)]
    for one, other in pairs:
        assert np.allclose(points[one] * (-1, 1, 1), points[other], atol=0.02), (one, other)
    right, left, nose, *corners = five_of(points)
    assert right[0] < 0 < left[0]
    assert nose[2] == points[:, 2].max()
    assert corners[0][0] < 0 < corners[1][0]


def test_the_inner_lips_part_when_the_jaw_opens() -> None:
    rest = head_of(a_person()).positions
    gaps = []
    for weight in (0.0, 0.8):
        points = (rest + expression_offsets({"jawOpen": weight}))[landmarks68()]
        gaps.append(points[61:64, 1].mean() - points[65:68, 1].mean())
    assert gaps[1] - gaps[0] > 0.15


def test_eyes_stay_where_they_are_for_everyone() -> None:
    centers = [
        np.mean(head_of(a_person(age=age, male=male)).eyes, axis=0) for age, male in ((20.0, True), (80.0, False))
    ]
    assert np.allclose(*centers, atol=0.03)


def test_shape_parameters_go_both_ways() -> None:
    rest = head_of(a_person()).positions
    nose = landmarks68()[30]
    longer, shorter = (head_of(a_person(shape={"nose-scale-depth": weight})).positions for weight in (0.8, -0.8))
    assert longer[nose, 2] > rest[nose, 2] + 0.02
    assert shorter[nose, 2] < rest[nose, 2] - 0.02
    bend, back = (head_of(a_person(shape={"bend-03": weight})).positions - rest for weight in (0.5, -0.5))
    assert np.allclose(bend, -back, atol=2e-3)
    assert np.abs(bend).max() > 0.005


def test_asymmetry_tells_left_from_right() -> None:
    tilted = head_of(a_person(asymmetry={"eye-trans-up": 0.5})).landmarks
    left, right = tilted[42:48, 1].mean(), tilted[36:42, 1].mean()
    assert left - right > 0.01


def test_shape_parameters_have_the_names_of_targets_without_side_and_sign() -> None:
    assert {"bend-00", "head-oval", "eye-trans-up", "eye-trans-out"} <= shape_parameters().keys()


def test_fast_normals_agree_with_numpy() -> None:
    basis = head_basis()
    rng = np.random.default_rng(0)
    u, v = rng.normal(size=(2, 50, 3))
    assert np.allclose(cross_products(u, v), np.cross(u, v))
    normals = VertexNormals(basis.triangles, basis.welded, len(basis.template))(basis.template)
    vertex = named_points()["forehead"]
    around = basis.triangles[(basis.triangles == vertex).any(1)]
    a, b, c = (basis.template[around[:, corner]] for corner in range(3))
    expected = np.cross(b - a, c - a).sum(0)
    assert np.allclose(normals[vertex], expected / np.linalg.norm(expected), atol=1e-3)


def test_a_cut_cache_is_not_taken_for_whole(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(tmp_path))
    path = tmp_path / f"head-basis-{basis_module.VERSION}.npz"
    arrays = {name: getattr(head_basis(), name) for name in basis_module._ARRAYS}
    np.savez(path, names="[]", **arrays)
    assert basis_module._load(path) is not None
    path.write_bytes(path.read_bytes()[:-1000])
    assert basis_module._load(path) is None
