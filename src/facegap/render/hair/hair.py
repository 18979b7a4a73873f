"""The hair of a head: from a style to its triangles."""

from dataclasses import replace

import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.base.seeds import generator
from facegap.render.description.person import Person
from facegap.render.draw.mesh import Mesh, joined
from facegap.render.draw.surfaces import Kind, Segment
from facegap.render.hair.cards import card_mesh, hair_tints, tinted
from facegap.render.hair.growth import grown, step
from facegap.render.hair.roots import roots_of, scalp_triangles
from facegap.render.hair.shells import shell_mesh
from facegap.render.hair.strands import grow, normal_of
from facegap.render.hair.surface import HeadSurface, surface_of
from facegap.render.hair.tied import TIES, gather_at_tie
from facegap.render.head.basis import head_basis
from facegap.render.head.shape import Head
from facegap.render.tables.hair_styles import HairShells, HairStyle

# Where a hat's rim runs: its height in front and at the back of the head, decimeters.
_RIM_FRONT, _RIM_BACK = (7.75, 1.4), (7.2, -0.4)
_PRESSED = 0.015


def hair_mesh(person: Person, style: HairStyle, head: Head, *, tucked: bool = False) -> Mesh | None:
    """The hair that a person wears, in the head's rest frame.

    Args:
        person: The person who wears it.
        style: The hair style of the day.
        head: The person's head.
        tucked: Whether it is under a cap or hat, which presses it to the head above its rim.

    Returns:
        Its triangles; None where there are none.
    """
    surface = surface_of(head)
    parts = []
    if style.shells:
        parts.append(_shells(person, style.shells, head))
    if style.cards:
        roots = roots_of(person, style, head, style.cards.count)
        strands = grow(person, style, roots, surface, style.cards.points)
        random = generator(person.seed, "hair", style.name, "cards")
        if style.tie:
            strands, tied = gather_at_tie(person, style, roots, strands, surface, random)
            parts += [] if tucked and TIES[style.tie].high else tied
        parts.append(card_mesh(strands, style.cards, hair_tints(person.hair), random))
    if not parts:
        return None
    mesh = joined(parts)
    return _tucked(mesh, surface) if tucked else mesh


def _shells(person: Person, shells: HairShells, head: Head) -> Mesh:
    template = head_basis().template
    density = grown(person.hair, template) * np.float32(shells.density)
    # Coily hair is shaped: fuller on top than over the ears and at the nape, and thin at its edge.
    full = step(6.7, 7.9, template[:, 1]) * step(0.0, 0.6, density)
    heights = shells.height * person.hair.volume * person.hair.length * (0.35 + 0.65 * full)
    paint = tinted(person.hair.root, person.hair.tip, kind=Kind.SHELL, segment=Segment.HAIR)[0]
    normals = head.normals if shells.height < 0.1 else normal_of(head.positions)
    return shell_mesh(
        scalp_triangles(),
        head.positions,
        normals,
        density,
        heights=heights.astype(np.float32),
        layers=shells.layers,
        paint=replace(paint, scale=shells.dots),
    ).mesh


def _tucked(mesh: Mesh, surface: HeadSurface) -> Mesh:
    """Press what is above a hat's rim to the head."""
    slope = (_RIM_FRONT[0] - _RIM_BACK[0]) / (_RIM_FRONT[1] - _RIM_BACK[1])
    rim = _RIM_BACK[0] + slope * (mesh.positions[:, 2] - _RIM_BACK[1])
    away, distance, skin = surface.cylindrical(mesh.positions)
    under: FloatingArray = step(-0.1, 0.05, (mesh.positions[:, 1] - rim).astype(np.float32))
    excess = np.maximum(distance - skin - _PRESSED, 0.0) * under
    return replace(mesh, positions=(mesh.positions - away * excess[:, None]).astype(np.float32))
