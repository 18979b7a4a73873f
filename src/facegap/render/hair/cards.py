"""Strands to ribbons that lie on the head, each the picture of some strands."""

from dataclasses import replace

import numpy as np

from facegap.render.colors import RGB, scaled
from facegap.render.description.person import Hair
from facegap.render.draw.mesh import Mesh, Paint, grid
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.hair.strands import Strands
from facegap.render.tables.hair_styles import HairCards

# Hair of one head isn't of one color: factors of its colors, and how many of the cards have them.
_TINTS = (1.0, 0.87, 1.15)
_GRAY_TINTS = (1.0, 0.5, 1.5)
_SHARES = (0.5, 0.25, 0.25)
_SHEEN = 0.7  # of the highlights that the shading gives a thread


def card_mesh(strands: Strands, style: HairCards, tints: tuple[Paint, ...], random: np.random.Generator) -> Mesh:
    """Cards along strands.

    Args:
        strands: guide strands of s × k points.
        style: their widths and looks.
        tints: the surfaces that cards have by chance, the first the most often; see ``tinted``.
        random: for seeds, tints and twists.
    """
    count, points = strands.shade.shape
    along = np.linspace(0.0, 1.0, points, dtype=np.float32)
    way = np.gradient(strands.points, axis=1)
    side = np.cross(way, strands.normals)
    side /= np.maximum(np.linalg.norm(side, axis=2, keepdims=True), 1e-6)
    twist = random.normal(0.0, 0.22, (count, 1, 1)).astype(np.float32)
    across = side + twist * strands.normals
    narrowing = np.ones_like(along) if style.solid else np.interp(along, (0.0, 0.2, 0.7, 1.0), (0.8, 1.0, 1.0, 0.75))
    width = style.width * random.uniform(0.75, 1.25, (count, 1)) * narrowing
    half = 0.5 * width[..., None] * across
    corners = np.stack([strands.points - half, strands.points + half], 2)
    bend = style.roll * np.array([-1.0, 1.0], np.float32)[:, None] * side[:, :, None, :]
    ahead = way / np.maximum(np.linalg.norm(way, axis=2, keepdims=True), 1e-6)
    swell = np.where(strands.waving != 0.0, 0.45 * np.sin(strands.waving), 0.0)[..., None] * ahead
    lean = random.normal(0.0, 0.12, (count, 1, 1, 3)).astype(np.float32)
    normals = strands.normals[:, :, None, :] + bend + swell[:, :, None, :] + lean
    normals /= np.linalg.norm(normals, axis=3, keepdims=True)
    coordinates = np.empty((count, points, 2, 4), np.float32)
    coordinates[..., 0] = (0.2, 0.8) if style.solid else (0.0, 1.0)
    coordinates[..., 1] = (0.5 * along if style.solid else along)[None, :, None]
    coordinates[..., 2] = random.permutation(4096)[np.arange(count) % 4096][:, None, None]
    coordinates[..., 3] = strands.shade[..., None]
    card = grid(points, 2)
    triangles = (card[None] + 2 * points * np.arange(count)[:, None, None]).reshape(-1, 3)
    cover = 1.0 if style.solid else style.cover
    tint = random.choice(len(tints), count, p=_SHARES)
    return Mesh(
        positions=corners.reshape(-1, 3).astype(np.float32),
        normals=normals.reshape(-1, 3).astype(np.float32),
        coordinates=coordinates.reshape(-1, 4),
        triangles=triangles.astype(np.int32),
        surface=np.repeat(tint, len(card)).astype(np.int32),
        paints=tuple(replace(tint, pattern=int(style.frizzy), scale=style.strands, strength=cover) for tint in tints),
    )


def tinted(root: RGB, tip: RGB, *, kind: Kind, segment: Segment, gray: bool = False) -> tuple[Paint, ...]:
    """Surfaces of hair in the tints that hair of one head has; of ``gray`` hair they differ more."""
    return tuple(
        Paint(kind, segment, scaled(root, tint), scaled(tip, tint), sheen=_SHEEN)
        for tint in (_GRAY_TINTS if gray else _TINTS)
    )


def hair_tints(hair: Hair) -> tuple[Paint, ...]:
    """Surfaces for cards of a person's hair."""
    return tinted(hair.root, hair.tip, kind=Kind.CARD, segment=Segment.HAIR, gray=hair.family == "gray")
