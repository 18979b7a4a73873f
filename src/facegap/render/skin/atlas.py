"""The head in its texture: the place of the template that each texel shows, and regions for make-up and beards."""

import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from scipy import ndimage

from facegap.base.arrays import FloatingArray
from facegap.base.home_folder import home
from facegap.base.seeds import generator
from facegap.faceset import atomic_write
from facegap.render.hair.growth import beard_regions
from facegap.render.head import makehuman
from facegap.render.head.basis import HeadBasis, HeadPart, head_basis

VERSION = 2
CORNER, EXTENT = (0.62, 0.87), (0.38, 0.74)  # u and v of the head island's upper left corner; its width and height
BROAD, MIDDLE = 14, 8  # noise fields in the bank, by how fast they vary


@dataclass(frozen=True)
class SkinAtlas:
    """The texture's geometry at one resolution, (rows, columns) with rows = 2 · columns.

    Attributes:
        place: template coordinates of each texel, (rows, columns, 3) float32, decimeters.
        lips: MakeHuman's mask, (rows, columns), 0 to 1; ``ears`` likewise.
        paint: lips, lids, cheeks and rim of the lids, (rows, columns, 4), 0 to 1.
        beard: mustache, goatee, sideburns, cheeks, (rows, columns, 4), 0 to 1.
        broad, middle: banks of smooth noise fields with mean 0 and variance 1, (fields, rows / k, columns / k) with
            k = 8 and 2: as coarse as they can be.
    """

    place: FloatingArray
    lips: FloatingArray
    ears: FloatingArray
    paint: FloatingArray
    beard: FloatingArray
    broad: FloatingArray
    middle: FloatingArray


@cache
def skin_atlas(rows: int) -> SkinAtlas:
    """The atlas at a resolution, from the cache where it is there and whole, else made (seconds) and cached."""
    path = home() / f"skin-atlas-{VERSION}-{rows}.npz"
    names = tuple(SkinAtlas.__dataclass_fields__)
    try:
        with path.open("rb") as cached, np.load(cached, allow_pickle=False) as stored:
            return SkinAtlas(**{name: stored[name].astype(np.float32) for name in names})
    except (FileNotFoundError, zipfile.BadZipFile, KeyError, ValueError, EOFError):
        atlas = _build(head_basis(), makehuman.data_folder(), rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path, scratch=path.parent) as temporary, temporary.open("wb") as file:
        np.savez(file, allow_pickle=False, **{name: getattr(atlas, name) for name in names})
    return atlas


def _build(basis: HeadBasis, folder: Path, rows: int) -> SkinAtlas:
    columns = rows // 2
    place = _places(basis, rows, columns)
    lips, ears, lids = (_mask(folder, name, rows, columns) for name in ("lips", "ears", "eyelids"))
    return SkinAtlas(
        place=place,
        lips=lips,
        ears=ears,
        paint=_paint(place, lips, lids),
        beard=np.asarray(beard_regions(place.reshape(-1, 3)).reshape(rows, columns, 4), np.float32)
        * (1.0 - np.minimum(2.0 * lips, 1.0))[:, :, None],
        broad=_waves(place[4::8, 4::8], BROAD, (0.6, 2.5)),
        middle=_waves(place[1::2, 1::2], MIDDLE, (4.0, 11.0)),
    )


def _places(basis: HeadBasis, rows: int, columns: int) -> FloatingArray:
    """Template positions rasterised in texture space; texels outside the island take the nearest inside."""
    triangles = basis.triangles[basis.part == HeadPart.SKIN]
    x = (basis.uv[:, 0] - CORNER[0]) / EXTENT[0] * columns - 0.5
    y = (CORNER[1] - basis.uv[:, 1]) / EXTENT[1] * rows - 0.5
    place = np.full((rows, columns, 3), np.nan, np.float32)
    for corners in triangles:
        px, py = x[corners], y[corners]
        left, right = max(int(np.ceil(px.min())), 0), min(int(np.floor(px.max())), columns - 1)
        top, bottom = max(int(np.ceil(py.min())), 0), min(int(np.floor(py.max())), rows - 1)
        area = (px[1] - px[0]) * (py[2] - py[0]) - (py[1] - py[0]) * (px[2] - px[0])
        if left > right or top > bottom or area == 0:
            continue
        gy, gx = np.mgrid[top : bottom + 1, left : right + 1]
        b = ((gx - px[0]) * (py[2] - py[0]) - (gy - py[0]) * (px[2] - px[0])) / area
        c = ((px[1] - px[0]) * (gy - py[0]) - (py[1] - py[0]) * (gx - px[0])) / area
        inside = (b >= -1e-6) & (c >= -1e-6) & (b + c <= 1 + 1e-6)
        weights = np.stack([1 - b - c, b, c], axis=-1)[inside]
        place[gy[inside], gx[inside]] = weights @ basis.template[corners]
    missing = np.isnan(place[:, :, 0])
    nearest = ndimage.distance_transform_edt(missing, return_distances=False, return_indices=True)
    return np.asarray(place[tuple(nearest)], np.float32)


def _mask(folder: Path, name: str, rows: int, columns: int) -> FloatingArray:
    """One of MakeHuman's region masks, cut to the head's island."""
    whole = cv2.imread(str(folder / "mpfb2" / "textures" / f"mpfb_{name}.jpg"), cv2.IMREAD_GRAYSCALE)
    return crop_island(np.asarray(whole, np.float32) / 255, rows, columns)


def crop_island(whole: FloatingArray, rows: int, columns: int) -> FloatingArray:
    """HairLengths the head's island from a texture in MakeHuman's layout and scale it to the atlas."""
    height, width = whole.shape[:2]
    left, top = CORNER[0] * width, (1 - CORNER[1]) * height
    to_atlas = np.array(
        [
            [columns / (EXTENT[0] * width), 0, -left * columns / (EXTENT[0] * width)],
            [0, rows / (EXTENT[1] * height), -top * rows / (EXTENT[1] * height)],
        ]
    )
    return np.asarray(cv2.warpAffine(whole, to_atlas, (columns, rows), flags=cv2.INTER_AREA), np.float32)


def _paint(place: FloatingArray, lips: FloatingArray, lids: FloatingArray) -> FloatingArray:
    """Where lipstick, eye shadow, blush and liner go, by distances in the template's front view."""
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    front = smoothstep(z, 0.9, 1.2)
    lid = np.exp(-(((x - 0.33) / 0.15) ** 2) - ((y - 7.365) / 0.055) ** 2) * smoothstep(y, 7.26, 7.31) * front
    cheek = np.exp(-(((x - 0.47) / 0.19) ** 2) - ((y - 6.98) / 0.15) ** 2) * smoothstep(z, 0.6, 1.0)
    # The rim of the lids: an ellipse through the corners and the middle of the upper lid of each eye.
    rim = np.hypot((x - 0.32) / 0.125, (y - 7.278) / 0.05)
    liner = np.exp(-(((rim - 1.0) / 0.14) ** 2)) * np.where(y > 7.275, 1.0, 0.45) * front
    return np.stack([lips, np.maximum(lid, lids * front * (y > 7.28)), cheek, liner], axis=-1).astype(np.float32)


def _waves(place: FloatingArray, count: int, cycles: tuple[float, float]) -> FloatingArray:
    """Smooth noise: sums of 24 plane waves through the template's space, with so many cycles a decimeter."""
    rng = generator(0, "skin atlas", "waves", str(cycles))
    fields = np.empty((count, *place.shape[:2]), np.float32)
    for field in range(count):
        direction = rng.normal(size=(24, 3))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        frequency = rng.uniform(*cycles, size=(24, 1)) * 2 * np.pi
        phase = place @ (direction * frequency).astype(np.float32).T + rng.uniform(0, 2 * np.pi, 24).astype(np.float32)
        fields[field] = np.cos(phase).sum(axis=2) / np.sqrt(12)
    return fields


def smoothstep(value: FloatingArray, low: float, high: float) -> FloatingArray:
    """0 below ``low``, 1 above ``high``, smooth between."""
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
