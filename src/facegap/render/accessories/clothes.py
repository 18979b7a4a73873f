"""Clothes: T-shirt, shirt, jumper, V-neck, jacket, each a cut of the body's skin with what makes its neckline."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray
from facegap.render.accessories.collars import collar, lapels, necktie
from facegap.render.accessories.garments import Garment, Neckline, garment
from facegap.render.accessories.solids import Solid, piece, tube
from facegap.render.colors import varied
from facegap.render.draw.mesh import Mesh, Paint
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.head.shape import Head
from facegap.render.tables.palettes import CLOTH, SHIRTS, SUITS, Palette, drawn_color

_SHIRT = Neckline(front=5.62, back=6.08, side=5.97, width=0.52, power=1.6)
_JACKET = Neckline(front=4.3, back=6.0, side=5.93, width=0.62, power=0.9)
_ROUND = (
    Neckline(front=5.5, back=6.03, side=5.93, width=0.58, power=2.2),
    Neckline(front=5.36, back=5.98, side=5.88, width=0.64, power=2.2),
    Neckline(front=5.2, back=5.93, side=5.85, width=0.72, power=2.4),
)
_VEE = (
    Neckline(front=5.1, back=5.98, side=5.88, width=0.62, power=1.0),
    Neckline(front=4.85, back=5.95, side=5.86, width=0.68, power=1.0),
)
_RING = 30  # points of a neckband


@dataclass(frozen=True)
class Clothes:
    """What is worn on the trunk.

    Attributes:
        meshes: the pieces.
        hidden: which of the basis's triangles needn't be drawn, (triangles of the basis,).
    """

    meshes: tuple[Mesh, ...]
    hidden: BoolArray


def _paint(rng: np.random.Generator, palette: Palette, *, patterned: float, stripes: bool) -> Paint:
    """Cloth of a color from a palette, with stripes or checks at a probability of ``patterned``."""
    first = drawn_color(rng, palette)
    second, pattern, scale = first, 0, 1.0
    if rng.random() < patterned:
        pattern = 1 if stripes and rng.random() < 0.6 else 2
        second = drawn_color(rng, palette) if stripes else varied(rng, first, spread=0.5)
        scale = float(rng.uniform(3, 9)) if stripes else float(rng.uniform(8, 20))
    return Paint(Kind.PLAIN, Segment.CLOTHES, first, second, pattern, scale, roughness=float(rng.uniform(0.7, 0.95)))


def _cloth(cut: Garment, solid: Solid, paint: Paint) -> Mesh:
    return piece(solid, paint, follow=None, openness=cut.openness)


def _neckband(cut: Garment, solid: Solid, paint: Paint, thick: float) -> Mesh:
    """A ribbed edge round the neckline."""
    ring = solid.positions[cut.edge]
    at = np.linspace(0, len(ring), _RING, endpoint=False).astype(int)
    openness = np.repeat(cut.openness[cut.edge][at], 5)
    band = tube(ring[at], thick, depth=thick, closed=True, front=(0.0, 1.0, 0.2))
    return piece(band, paint, follow=None, openness=np.resize(openness, len(band.positions)))


def _plain(paint: Paint) -> Paint:
    first = tuple(0.9 * channel for channel in paint.first)
    return Paint(Kind.PLAIN, Segment.CLOTHES, (first[0], first[1], first[2]), roughness=paint.roughness)


def _tee(head: Head, rng: np.random.Generator, *, tie: bool) -> Clothes:  # noqa: ARG001
    cut = garment(_ROUND[rng.integers(len(_ROUND))])
    solid = cut.on(head, near=0.03, far=0.11)
    paint = _paint(rng, CLOTH, patterned=0.15, stripes=True)
    return Clothes((_cloth(cut, solid, paint), _neckband(cut, solid, _plain(paint), 0.025)), cut.hidden)


def _jumper(head: Head, rng: np.random.Generator, *, tie: bool) -> Clothes:  # noqa: ARG001
    cut = garment(_ROUND[0])
    solid = cut.on(head, near=0.06, far=0.18)
    paint = _paint(rng, CLOTH, patterned=0.2, stripes=True)
    return Clothes((_cloth(cut, solid, paint), _neckband(cut, solid, _plain(paint), 0.055)), cut.hidden)


def _vneck(head: Head, rng: np.random.Generator, *, tie: bool) -> Clothes:  # noqa: ARG001
    cut = garment(_VEE[rng.integers(len(_VEE))])
    solid = cut.on(head, near=0.04, far=0.13)
    paint = _paint(rng, CLOTH, patterned=0.1, stripes=True)
    return Clothes((_cloth(cut, solid, paint), _neckband(cut, solid, _plain(paint), 0.03)), cut.hidden)


def _shirt(head: Head, rng: np.random.Generator, *, tie: bool) -> Clothes:
    cut = garment(_SHIRT)
    paint = _paint(rng, SHIRTS if tie else CLOTH, patterned=0.3, stripes=False)
    meshes = [_cloth(cut, cut.on(head, near=0.035, far=0.11), paint), collar(head, paint, open_=not tie)]
    return Clothes((*meshes, *([necktie(head, rng)] if tie else [])), cut.hidden)


def _jacket(head: Head, rng: np.random.Generator, *, tie: bool) -> Clothes:
    shirt, jacket = garment(_SHIRT, under=_JACKET), garment(_JACKET)
    linen = _paint(rng, SHIRTS, patterned=0.15, stripes=False)
    suit = Paint(Kind.PLAIN, Segment.CLOTHES, drawn_color(rng, SUITS), roughness=0.85)
    meshes = [
        _cloth(shirt, shirt.on(head, near=0.03, far=0.05), linen),
        _cloth(jacket, jacket.on(head, near=0.1, far=0.2), suit),
        collar(head, linen, open_=not tie),
        lapels(head, suit),
    ]
    return Clothes((*meshes, *([necktie(head, rng)] if tie else [])), shirt.hidden | jacket.hidden)


CLOTHES: dict[str, Callable[..., Clothes]] = {
    "tee": _tee,
    "shirt": _shirt,
    "jumper": _jumper,
    "vneck": _vneck,
    "jacket": _jacket,
}
"""By their names in recipes and in the truth."""


def clothes(kind: str, head: Head, rng: np.random.Generator, *, tie: bool) -> Clothes:
    """Clothes of a kind.

    Args:
        kind: ``tee``, ``shirt``, ``jumper``, ``vneck`` or ``jacket``.
        head: The head and shoulders that wear them.
        rng: Draws colors and cut.
        tie: Whether there is a necktie, with shirts and jackets.
    """
    return CLOTHES[kind](head, rng, tie=tie)
