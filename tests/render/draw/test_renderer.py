"""The renderer against closed forms: what is covered, how far it is, how bright it is, where shadow falls."""

from dataclasses import replace

import numpy as np
import pytest

from facegap.base.arrays import FloatingArray
from facegap.render.draw.kernels.records import Look, View, blank
from facegap.render.draw.mesh import Mesh, Paint, grid, joined, smooth_normals
from facegap.render.draw.renderer import SHADOW_SIZE, Frame, FrameBuffers, Renderer, Textures
from facegap.render.draw.surfaces import Kind, Segment

SIZE = 32
GRAY = 0.4


def plane(z: float, *, half: float = 4.0, kind: Kind = Kind.PLAIN, side: tuple[float, float] = (-1.0, 1.0)) -> Mesh:
    """A square facing the camera at depth z, from ``side`` of its half width in x."""
    x, y = np.meshgrid(np.linspace(side[0] * half, side[1] * half, 2), np.linspace(half, -half, 2))
    positions = np.stack([x, y, np.full_like(x, z)], -1).reshape(-1, 3).astype(np.float32)
    normals = np.tile(np.float32([0, 0, 1]), (4, 1))
    coordinates = np.tile(np.float32([0, 0, 1, 1]), (4, 1))
    paint = Paint(kind, Segment.CLOTHES, (GRAY,) * 3, roughness=1.0)
    return Mesh(positions, normals, coordinates, grid(2, 2), np.zeros(2, np.int32), (paint,))


def camera(*, pixels_a_unit: float = SIZE / 2) -> np.ndarray:
    view = blank(View)
    view["rotation"], view["shift"], view["perspective"] = np.eye(3), (0, 0, -10), 1
    view["across"], view["down"] = (10 * pixels_a_unit, 0, SIZE / 2), (0, -10 * pixels_a_unit, SIZE / 2)
    return view


def lamp_from(direction: tuple[float, float, float]) -> np.ndarray:
    towards = np.array(direction) / np.linalg.norm(direction)
    across = np.cross((0, 1, 0), towards)
    across /= np.linalg.norm(across)
    view = blank(View)
    view["rotation"] = np.stack([across, np.cross(towards, across), towards])
    view["shift"] = (0, 0, -20)
    scale = SHADOW_SIZE / 12
    view["across"], view["down"] = (scale, 0, SHADOW_SIZE / 2), (0, -scale, SHADOW_SIZE / 2)
    return view


def frame(*meshes: Mesh, glass: tuple[Mesh, ...] = (), light: tuple[float, float, float] = (0, 0, 1)) -> Frame:
    look = blank(Look)
    look["eye"], look["lights"], look["ambient"] = (0, 0, 10), 1, 0.0
    look["light_direction"][0], look["light_color"][0] = light, (1, 1, 1)
    look["lens"] = (0.5, 0.5, 0.5, 0.0)
    return Frame(
        meshes, glass, camera(), [lamp_from(light)], look, np.zeros((9, 3), np.float32), np.zeros((4, 4, 3), np.float32)
    )


def draw(*frames: Frame, samples: int = 2, with_normals: bool = False) -> FrameBuffers:
    blank_map = np.zeros((1, 4, 4, 4), np.float32)
    textures = Textures((0, 1), (1, 1), blank_map, blank_map, blank_map, blank_map)
    return Renderer(size=SIZE, samples=samples).draw(frames, textures, with_normals=with_normals)


def test_a_facing_plane_has_its_depth_brightness_normal_and_part() -> None:
    drawn = draw(frame(plane(2.0)), with_normals=True)
    assert np.allclose(drawn.depth, 8.0, atol=1e-4)
    assert (drawn.segment == Segment.CLOTHES).all()
    assert drawn.normals is not None
    assert np.allclose(drawn.normals, (0, 0, 1), atol=1e-5)
    middle = drawn.color[0, 8:24, 8:24]
    assert np.allclose(middle, GRAY, atol=0.03), "Lambert at normal incidence, and a little of a rough highlight"


def test_coverage_is_that_of_the_projected_area() -> None:
    rng = np.random.default_rng(4)
    corners = rng.uniform(-0.9, 0.9, (40, 3, 2))
    for corner in corners:
        flat = np.column_stack([corner, np.zeros(3)]).astype(np.float32)
        triangle = replace(
            plane(0.0),
            positions=flat,
            triangles=np.int32([[0, 1, 2]]),
            surface=np.zeros(1, np.int32),
            normals=np.tile(np.float32([0, 0, 1]), (3, 1)),
            coordinates=np.ones((3, 4), np.float32),
        )
        drawn = draw(frame(triangle), samples=4)
        (ax, ay), (bx, by), (cx, cy) = corner * SIZE / 2 * 4
        area = abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2
        edges = sum(np.hypot(*(corner[k] - corner[k - 1])) for k in range(3)) * SIZE / 2 * 4
        assert np.isfinite(drawn.depth).sum() == pytest.approx(area, abs=0.75 * edges + 2)
        # The samples within are just those whose center lies within.
        y, x = np.mgrid[0 : SIZE * 4, 0 : SIZE * 4] + 0.5
        px, py = np.array([ax, bx, cx]) + SIZE * 2, SIZE * 2 - np.array([ay, by, cy])
        signs = [(px[k] - px[k - 1]) * (y - py[k - 1]) - (py[k] - py[k - 1]) * (x - px[k - 1]) for k in range(3)]
        inside = (np.array(signs) > 0).all(0) | (np.array(signs) < 0).all(0)
        assert (np.isfinite(drawn.depth[0]) != inside).sum() <= 0.01 * edges + 2


def test_the_nearer_surface_wins_whatever_the_order() -> None:
    near, far = plane(1.0, half=0.4), plane(-1.0)
    one, other = draw(frame(near, far)), draw(frame(far, near))
    assert np.array_equal(one.color, other.color)
    assert np.array_equal(np.unique(np.round(one.depth, 3)), [9.0, 11.0])


def test_closed_surfaces_are_seen_from_their_front_only() -> None:
    skin = plane(0.0, kind=Kind.MOUTH)
    assert np.isfinite(draw(frame(skin)).depth).all()
    turned = replace(skin, triangles=skin.triangles[:, ::-1].copy())
    assert not np.isfinite(draw(frame(turned)).depth).any()
    assert np.isfinite(draw(frame(replace(plane(0.0), triangles=turned.triangles))).depth).all()


def test_an_image_does_not_depend_on_its_batch() -> None:
    pictures = [frame(plane(z, half=0.7), light=(z, 0.3, 1)) for z in (-1.0, 0.5, 2.0)]
    together = draw(*pictures)
    for row, picture in enumerate(pictures):
        alone = draw(picture)
        assert np.array_equal(together.color[row], alone.color[0])
        assert np.array_equal(together.segment[row], alone.segment[0])


def test_shadow_falls_away_from_the_lamp() -> None:
    wall, board = plane(0.0), plane(0.6, half=0.3)
    color = draw(frame(wall, board, light=(1, 0, 1)), samples=4).color[0, SIZE // 2, :, 0]
    lit = GRAY * np.cos(np.pi / 4)
    # The board's shadow lies 0.6 further to the left: from -0.9 to -0.3; the camera sees it beside the board.
    where = (np.arange(SIZE) + 0.5) / SIZE * 2 - 1
    shadow = (where > -0.75) & (where < -0.45)
    clear = (where > 0.45) | (where < -0.99)
    assert color[shadow].max() < 0.35 * lit
    assert color[clear].min() > 0.85 * lit


def test_glass_tints_what_is_behind_it() -> None:
    beside = (3.0, 0.0, 1.0)
    bare = draw(frame(plane(0.0), light=beside)).color
    tinted = draw(frame(plane(0.0), glass=(plane(1.0),), light=beside)).color
    behind = draw(frame(plane(0.0), glass=(plane(-1.0),), light=beside)).color
    assert np.allclose(behind, bare)
    assert np.median(tinted / bare) == pytest.approx(0.5, abs=0.15)


def test_strands_leave_gaps() -> None:
    across_along_seed_shade = np.float32([[0, 0, 7, 1], [1, 0, 7, 1], [0, 1, 7, 1], [1, 1, 7, 1]])
    card = replace(plane(0.0, half=1.0, kind=Kind.CARD), coordinates=across_along_seed_shade)
    dense, thin = (
        np.isfinite(draw(frame(card.painted(Paint(Kind.CARD, Segment.HAIR, scale=8, strength=strength)))).depth).mean()
        for strength in (1.0, 0.4)
    )
    assert 0.3 < dense < 1.0
    assert 0.05 < thin < 0.75 * dense


def test_normals_of_a_sphere_point_outwards() -> None:
    theta, phi = np.meshgrid(np.linspace(0.2, np.pi - 0.2, 24), np.linspace(0, 2 * np.pi, 48), indexing="ij")
    points = np.stack([np.sin(theta) * np.sin(phi), np.cos(theta), np.sin(theta) * np.cos(phi)], -1)
    flat: FloatingArray = points.reshape(-1, 3).astype(np.float32)
    normals = smooth_normals(flat, grid(24, 48))
    inner = np.abs(flat[:, 1]) < 0.8
    outward = np.einsum("ij,ij->i", normals, flat)[inner]
    assert outward.min() > 0.9


def test_joined_meshes_keep_their_surfaces() -> None:
    one, two = plane(0.0), plane(1.0).painted(Paint(Kind.PLAIN, Segment.MASK, (0.1, 0.2, 0.3)))
    both = joined([one, two])
    assert [both.paints[number].segment for number in both.surface] == [Segment.CLOTHES] * 2 + [Segment.MASK] * 2
    assert both.triangles.max() == len(both.positions) - 1
