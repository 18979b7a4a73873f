"""Where strands are rooted: an even sample of the scalp, of which each person has what their hairline leaves."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int32Array, Int64Array
from facegap.base.seeds import generator
from facegap.render.description.person import Person
from facegap.render.hair.growth import AXIS_Z, azimuth, grown, horseshoe, row_of, step, usual_hairline
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head
from facegap.render.tables.hair_styles import HairStyle

_SAMPLE = 1200
_IN_FUR = 0.16  # decimeters: where a style has shells too, shorter hair is theirs


@dataclass(frozen=True)
class Roots:
    """Roots of s strands.

    Attributes:
        positions: on the person's scalp, (s, 3), decimeters.
        template: the same points of the template, (s, 3).
        normals: of the scalp, (s, 3).
        front, top, sides, back: where on the head, weights that sum to 1, each (s,).
        fringe: how much a strand belongs to the fringe, (s,), 0 to 1.
    """

    positions: FloatingArray
    template: FloatingArray
    normals: FloatingArray
    front: FloatingArray
    top: FloatingArray
    sides: FloatingArray
    back: FloatingArray
    fringe: FloatingArray

    def __len__(self) -> int:
        """How many."""
        return len(self.positions)


def roots_of(person: Person, style: HairStyle, head: Head, count: int) -> Roots:
    """About ``count`` roots on the whole scalp; fewer where the hairline is high or the style leaves parts bare."""
    triangle, weights = _even_sample()
    corners = scalp_triangles()[triangle]
    template = interpolated(head_basis().template[corners], weights)
    cover = grown(person.hair, template)
    if style.horseshoe:
        cover = cover * horseshoe(template)
    if style.rows:
        cover = cover * (np.abs(row_of(template, style.rows) % 1.0 - 0.5) < 0.28)
    luck = generator(person.seed, "hair", "roots").random(len(template))
    long_enough = _length(style, template) > (_IN_FUR if style.shells else 0.0)
    kept = np.flatnonzero((cover > luck * 0.9 + 0.05) & long_enough)[:count]
    return _described(head, corners[kept], weights[kept], template[kept])


def _described(head: Head, corners: Int32Array, weights: FloatingArray, template: FloatingArray) -> Roots:
    positions = interpolated(head.positions[corners], weights)
    normals = interpolated(head.normals[corners], weights)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    front, top, sides, back = _regions(template)
    brow = step(62.0, 48.0, azimuth(template)) * step(8.32, 8.2, template[:, 1]) * step(0.85, 1.0, template[:, 2])
    return Roots(positions, template, normals, front, top, sides, back, brow)


def interpolated(corners: FloatingArray, weights: FloatingArray) -> FloatingArray:
    """Interpolate in triangles: values at their corners, (n, 3, d), by weights, (n, 3)."""
    return np.asarray((corners * weights[:, :, None]).sum(1), np.float32)


def _regions(xyz: FloatingArray) -> tuple[FloatingArray, FloatingArray, FloatingArray, FloatingArray]:
    x, y, z = np.abs(xyz[:, 0]), xyz[:, 1], xyz[:, 2]
    low = step(8.12, 7.9, y)
    behind = step(AXIS_Z - 0.1, AXIS_Z - 0.4, z)
    sides = step(0.5, 0.62, x) * low * (1.0 - behind)
    back = behind * step(8.3, 8.05, y) * (1.0 - sides)
    front = step(0.75, 1.1, z) * (1.0 - sides) * (1.0 - back)
    return front, 1.0 - front - sides - back, sides, back


def _length(style: HairStyle, template: FloatingArray) -> FloatingArray:
    front, top, sides, back = _regions(template)
    cut = style.lengths
    length = front * cut.front + top * cut.top + sides * cut.sides + back * cut.back
    # Short hair gets shorter towards sideburns and nape.
    above = np.clip((template[:, 1] - usual_hairline(azimuth(template))) / 0.45, 0.0, 1.0)
    faded = (sides + back) * step(1.0, 0.6, max(cut.sides, cut.back))
    return np.asarray(length * (1.0 - 0.75 * faded * (1.0 - above)), np.float32)


def lengths_of(style: HairStyle, roots: Roots) -> FloatingArray:
    """The style's length at each root, (s,), decimeters."""
    return _length(style, roots.template)


@cache
def scalp_triangles() -> Int32Array:
    """The template's triangles on which any hair of the head can grow."""
    basis = head_basis()
    triangles = basis.triangles[basis.part == HeadPart.SKIN]
    middle = basis.template[triangles].mean(1)
    high = middle[:, 1] > np.interp(azimuth(middle), (0.0, 60.0, 70.0, 100.0, 180.0), (7.7, 7.2, 6.9, 6.9, 6.3))
    return np.asarray(triangles[high & (middle[:, 1] > 6.3)], np.int32)


@cache
def _even_sample() -> tuple[Int64Array, FloatingArray]:
    return even_sample(scalp_triangles(), _SAMPLE)


def even_sample(triangles: Int32Array, count: int) -> tuple[Int64Array, FloatingArray]:
    """Points on triangles of the template, each as far as possible from those before it.

    Returns:
        The number of each point's triangle, (count,), and the weights of its corners, (count, 3).
    """
    random = generator(0, "hair", "sample")
    corner = head_basis().template[triangles]
    area = np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1)
    triangle = random.choice(len(area), 4 * count, p=area / area.sum())
    u, v = random.random((2, 4 * count))
    u, v = np.where(u + v > 1.0, 1.0 - u, u), np.where(u + v > 1.0, 1.0 - v, v)
    weights = np.stack([1.0 - u - v, u, v], 1).astype(np.float32)
    points = interpolated(corner[triangle], weights)
    chosen = np.zeros(count, np.int64)
    distance = np.full(4 * count, np.inf, np.float32)
    for number in range(1, count):
        apart = points - points[chosen[number - 1]]
        distance = np.minimum(distance, (apart * apart).sum(1))
        chosen[number] = distance.argmax()
    return triangle[chosen], weights[chosen]
