"""The beard of the day as short cards over the skin."""

from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int32Array
from facegap.base.seeds import generator
from facegap.render.description.person import Person
from facegap.render.description.scene import BeardToday
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.hair.cards import card_mesh, tinted
from facegap.render.hair.growth import beard_regions
from facegap.render.hair.roots import even_sample, interpolated
from facegap.render.hair.shells import Rooted
from facegap.render.hair.strands import Strands
from facegap.render.head.basis import HeadPart, head_basis
from facegap.render.head.shape import Head
from facegap.render.tables.hair_styles import HairCards

# A part weaker than this is only painted on the skin; from there to full strength its hair gets this long, decimeters:
# mustache, goatee, sideburns, cheeks.
_LEAST = 0.55
_SHORTEST = 0.045
_LENGTHS = (0.08, 0.19, 0.06, 0.15)
_CARDS = HairCards(count=620, points=3, width=0.085, strands=6.0, cover=0.9, roll=0.6, frizzy=True)
# Which way it grows: down, off the skin, and away from the nose to the sides.
_DOWN, _OFF, _ASIDE = 1.0, 0.35, 0.4


def beard_mesh(person: Person, today: BeardToday, head: Head) -> Rooted | None:
    """The beard's cards; None where there is none or it is painted on the skin only.

    Args:
        person: The person, whose beard grows by their capacity.
        today: How much there is of each part of the beard.
        head: The person's head at rest.
    """
    strength = np.array((today.mustache, today.goatee, today.sideburns, today.cheeks), np.float32)
    worn = np.clip((strength - _LEAST) / (1.0 - _LEAST), 0.0, 1.0)
    corners, weights, regions = _roots()
    random = generator(person.seed, "beard")
    density = (regions * (worn > 0.0)).max(1) * (0.5 + 0.5 * person.beard.capacity)
    kept = np.flatnonzero(density > 0.3 + 0.35 * random.random(len(density)))
    if not len(kept):
        return None
    corners, weights, regions = corners[kept], weights[kept], regions[kept]
    length = (regions * worn**1.4 * np.array(_LENGTHS, np.float32)).max(1) + _SHORTEST
    length *= random.uniform(0.7, 1.1, len(kept)).astype(np.float32)
    strands = _strands(
        interpolated(head.positions[corners], weights), interpolated(head.normals[corners], weights), length, random
    )
    tints = tinted(person.beard.color, person.beard.color, kind=Kind.CARD, segment=Segment.BEARD)
    mesh = card_mesh(strands, _CARDS, tints, random)
    nearest = corners[np.arange(len(corners)), weights.argmax(1)]
    return Rooted(mesh, np.repeat(nearest, 2 * _CARDS.points).astype(np.int32))


def _strands(
    roots: FloatingArray, normals: FloatingArray, length: FloatingArray, random: np.random.Generator
) -> Strands:
    aside = np.clip(roots[:, :1] / 0.3, -1.0, 1.0) * np.array([[_ASIDE, 0.0, 0.0]], np.float32)
    way = _OFF * normals - np.array([0.0, _DOWN, 0.0], np.float32) + aside
    way = way + random.normal(0.0, 0.3, way.shape)
    # Along the skin first, so that nothing grows into it.
    way = way - normals * np.minimum((way * normals).sum(1, keepdims=True) - 0.25, 0.0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    t = np.linspace(0.0, 1.0, _CARDS.points, dtype=np.float32)[None, :, None]
    hanging = np.array([0.0, -0.25, 0.0], np.float32) * t * t
    points = roots[:, None] + 0.006 * normals[:, None] + length[:, None, None] * (t * way[:, None] + hanging)
    outward = np.repeat(normals[:, None], _CARDS.points, 1)
    shade = np.repeat(0.6 + 0.4 * t[..., 0], len(roots), 0)
    return Strands(
        points.astype(np.float32),
        outward.astype(np.float32),
        shade.astype(np.float32),
        np.ones(len(roots), np.float32),
        np.zeros_like(shade),
    )


@cache
def _roots() -> tuple[Int32Array, FloatingArray, FloatingArray]:
    """Where beards can grow: triangles' corners, the weights of these, and the regions there, (n, 4)."""
    basis = head_basis()
    triangles = basis.triangles[basis.part == HeadPart.SKIN]
    triangles = triangles[beard_regions(basis.template)[triangles].max((1, 2)) > 0.05]
    triangle, weights = even_sample(triangles, _CARDS.count)
    corners = triangles[triangle]
    return corners, weights, beard_regions(interpolated(basis.template[corners], weights))
