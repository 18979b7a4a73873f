"""Headwear: caps, brimmed hats and beanies, grown from the wearer's own cranium, and the table of all kinds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from facegap.base.arrays import BoolArray, FloatingArray
from facegap.render.accessories.headscarf import covered_by_scarf, headscarf
from facegap.render.accessories.shells import cranium_shell
from facegap.render.accessories.solids import ball, grid_surface, piece
from facegap.render.colors import RGB, varied
from facegap.render.draw.mesh import Mesh, Paint, joined
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.shape import Head
from facegap.render.tables.palettes import CLOTH, PALE, drawn_color

_HAIR = 0.08  # decimeters between scalp and cloth, for flattened hair


def _cloth(first: RGB, second: RGB | None = None, **details: float) -> Paint:
    pattern = int(details.pop("pattern", 0))
    return Paint(Kind.PLAIN, Segment.HEADWEAR, first, second or first, pattern, roughness=0.85, **details)


def cap(head: Head, rng: np.random.Generator) -> Mesh:
    """A baseball cap: crown, visor, button; now and then two-colored or with a badge."""
    shell = cranium_shell(rows=9, columns=24, front=24.0, side=13.0, back=-4.0)
    rise = np.linspace(0, 1, 9)[:, None]
    stiff = 0.06 * np.sin(np.pi * rise**0.8) * np.maximum(np.cos(shell.azimuth), 0.0) ** 2
    crown = shell.at(head, 0.04 + (_HAIR - 0.02) * np.minimum(3 * rise, 1.0) + stiff + 0.02 * rise)
    main = drawn_color(rng, CLOTH)
    two_colored = rng.random() < 0.3
    second = drawn_color(rng, CLOTH) if two_colored else varied(rng, main, spread=0.05)
    openness = np.broadcast_to(0.85 + 0.15 * rise, crown.shape[:2]).ravel()
    parts = [
        piece(grid_surface(crown, closed=True), _cloth(main), openness=_wrapped(openness, 9)),
        piece(ball(crown[-1, 0], (0.05, 0.025, 0.05), rows=3, columns=6), _cloth(second)),
        piece(grid_surface(_visor(crown[0], rng)), _cloth(second)),
    ]
    if rng.random() < 0.35:
        tall = slice(2, 5)
        badge = np.concatenate([crown[tall, -2:], crown[tall, :3]], axis=1)
        badge = badge + 0.012 * np.concatenate([shell.outwards[tall, -2:], shell.outwards[tall, :3]], axis=1)
        parts.append(piece(grid_surface(badge), _cloth(varied(rng, PALE[0]), main, pattern=3, scale=5.0)))
    return joined(parts)


def _wrapped(values: FloatingArray, rows: int) -> FloatingArray:
    """Values of a grid's points with the first column once more at the end, as closed sheets have it."""
    table = values.reshape(rows, -1)
    return np.concatenate([table, table[:, :1]], axis=1).ravel().astype(np.float32)


def _visor(edge: FloatingArray, rng: np.random.Generator) -> FloatingArray:
    """A curved peak on the front of an edge (columns, 3): (3, 13, 3)."""
    columns = np.arange(-5, 6)
    root = edge[columns]
    length, bend = float(rng.uniform(0.55, 0.75)), float(rng.uniform(0.15, 0.5))
    share = columns[:, None] / 5.0
    reach = length * (1.0 - share**4)
    forward = np.concatenate([0.25 * share, np.full_like(share, -0.16), np.ones_like(share)], axis=1)
    curve = np.concatenate([0 * share, -0.7 * bend * np.abs(share) ** 2.2 * (1.0 - share**4), 0 * share], axis=1)
    rows = [root + forward * reach * step + curve * step for step in (0.0, 0.5, 1.0)]
    return np.stack(rows).astype(np.float32)


def hat(head: Head, rng: np.random.Generator) -> Mesh:
    """A hat with a brim all round and a band."""
    shell = cranium_shell(rows=9, columns=28, front=25.0, side=14.0, back=4.0)
    ring = shell.at(head, _HAIR)[0]
    middle = ring.mean(axis=0)
    top = head.point("crown")[1] + 0.12
    levels = np.array([0.0, 0.16, 0.5, 0.85, 0.97, 1.0, 0.93, 0.9])
    girth = np.array([1.02, 1.0, 0.96, 0.9, 0.82, 0.7, 0.4, 0.01])
    taper = float(rng.uniform(0.96, 1.04))
    crown = np.stack([middle + (ring - middle) * (g * (taper if k > 1 else 1.0)) for k, g in enumerate(girth)])
    base = ring[:, 1] + 0.0
    crown[:, :, 1] = base + levels[:, None] * (top - base)
    width = float(rng.uniform(0.4, 0.85))
    outwards = shell.outwards[0] * (1.0, 0.0, 1.0)
    outwards /= np.linalg.norm(outwards, axis=1, keepdims=True)
    # The brim dips in front and behind and rises at the sides, or falls all round.
    dip = float(rng.uniform(-0.05, 0.25)) * np.cos(2 * shell.azimuth) + float(rng.uniform(-0.05, 0.3))
    steps = np.array([0.0, 0.5, 1.0])[:, None, None]
    brim = ring * (1.0, 1.0, 1.0) + outwards * width * steps
    brim[:, :, 1] -= width * dip * steps[:, :, 0] ** 1.5
    main = drawn_color(rng, CLOTH)
    straw = rng.random() < 0.25
    felt = _cloth((0.5, 0.38, 0.2), (0.42, 0.3, 0.15), pattern=2, scale=60.0) if straw else _cloth(main)
    band = crown[:2] + 0.008 * shell.outwards[0]
    return joined(
        [
            piece(grid_surface(crown, closed=True), felt),
            piece(grid_surface(brim, closed=True), felt),
            piece(grid_surface(band, closed=True), _cloth(drawn_color(rng, CLOTH))),
        ]
    )


def beanie(head: Head, rng: np.random.Generator) -> Mesh:
    """A knitted cap down to brows and ears; with a cuff or a bobble now and then."""
    low = float(rng.choice([0.0, 5.0]))
    shell = cranium_shell(rows=10, columns=26, front=12.0 + low, side=3.0 + low, back=-16.0)
    rise = np.linspace(0, 1, 10)[:, None]
    slack = float(rng.uniform(0.0, 0.25))
    behind = np.maximum(-np.cos(shell.azimuth), 0.0) * np.sin(np.pi * rise)
    thick = 0.05 + 0.05 * np.minimum(3 * rise, 1.0) + slack * (0.6 * rise**3 + 0.4 * behind)
    if rng.random() < 0.65:
        thick = thick + 0.05 * (rise < 0.3)
    ribs = 0.012 * np.cos(13 * shell.azimuth + np.zeros_like(rise)) * (1.0 - rise)
    points = shell.at(head, thick + ribs)
    main = drawn_color(rng, CLOTH)
    darker: RGB = (0.8 * main[0], 0.8 * main[1], 0.8 * main[2])
    striped = rng.random() < 0.2
    knit = _cloth(main, drawn_color(rng, CLOTH) if striped else darker, pattern=1, scale=10.0 if striped else 39.0)
    solid = grid_surface(points, closed=True)
    uv = solid.uv if striped else solid.uv[:, ::-1].copy()
    parts = [piece(replace(solid, uv=uv), knit)]
    if rng.random() < 0.15:
        bobble = ball(points[-1, 0] + np.array([0.0, 0.12, 0.0], np.float32), 0.2)
        parts.append(piece(bobble, _cloth(main, darker, pattern=3, scale=16.0)))
    return joined(parts)


@dataclass(frozen=True)
class Headwear:
    """One kind of headwear, with what follows from wearing it.

    Attributes:
        make: Makes one for a head; the generator draws color and cut.
        over_ears: It reaches over the ears, so that headphones don't go with it.
        hides_ears: Ears and earrings can't be seen under it.
        hides_hair: No hair can be seen under it; under other headwear it is tucked.
        hidden: Which of the basis's triangles needn't be drawn under it, (triangles,); None for all being drawn.
    """

    make: Callable[[Head, np.random.Generator], Mesh]
    over_ears: bool = False
    hides_ears: bool = False
    hides_hair: bool = False
    hidden: Callable[[], BoolArray] | None = None


HEADWEAR: Mapping[str, Headwear] = {
    "cap": Headwear(cap),
    "hat": Headwear(hat),
    "beanie": Headwear(beanie, over_ears=True),
    "headscarf": Headwear(headscarf, over_ears=True, hides_ears=True, hides_hair=True, hidden=covered_by_scarf),
}
"""By its name in recipes and in the truth."""
