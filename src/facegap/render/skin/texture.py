"""The texture of one person's skin: color and relief, drawn from the person's seed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.base.seeds import generator
from facegap.faceset import decode
from facegap.render.description.person import Person
from facegap.render.hair.growth import brow_mask, scalp_cover
from facegap.render.skin.atlas import EXTENT, SkinAtlas, crop_island, skin_atlas, smoothstep
from facegap.render.skin.wrinkles import wrinkle_relief

_BARE = np.array([0.80, 0.62, 0.52], np.float32)  # linear reflectance of skin without pigments
_MELANIN = np.array([2.20, 2.55, 2.85], np.float32)
_HAEMOGLOBIN = np.array([0.08, 0.46, 0.42], np.float32)
_CAROTENE = np.array([0.02, 0.08, 0.42], np.float32)


def skin_color(melanin: FloatingArray, haemoglobin: FloatingArray, carotene: FloatingArray) -> FloatingArray:
    """Linear RGB, (…, 3), of pigment amounts of the same shape, mostly 0 to 1."""
    density = melanin[..., None] * _MELANIN + haemoglobin[..., None] * _HAEMOGLOBIN + carotene[..., None] * _CAROTENE
    return np.asarray(_BARE * np.exp(-density), np.float32)


_SPARE = 64


class Noise(Protocol):
    """Gives another field at each call, (rows, columns), mean 0, variance 1."""

    def __call__(self) -> FloatingArray: ...


def mixes(bank: FloatingArray, rows: int, rng: np.random.Generator) -> Noise:
    """Fields mixed from a bank: random directions in its space, so that no two people share one."""

    def mixed() -> FloatingArray:
        weights = rng.normal(size=len(bank)).astype(np.float32)
        field = np.tensordot(weights / np.linalg.norm(weights), bank, axes=1)
        return np.asarray(cv2.resize(field, (rows // 2, rows), interpolation=cv2.INTER_LINEAR), np.float32)

    return mixed


def grains(rows: int, rng: np.random.Generator) -> Noise:
    """Fields at the scale of pores: windows of one larger field, which have nothing in common texel by texel."""
    white = rng.standard_normal((rows + _SPARE, rows // 2 + _SPARE), dtype=np.float32)
    whole = np.asarray(cv2.GaussianBlur(white, (3, 3), 0.6) * np.float32(2.1), np.float32)

    def grain() -> FloatingArray:
        top, left = (int(at) for at in rng.integers(_SPARE, size=2))
        return whole[top : top + rows, left : left + rows // 2]

    return grain


@dataclass(frozen=True)
class SkinTexture:
    """What ``draw.skin.Atlas`` needs of a person.

    Attributes:
        color: linear RGB and how much hair covers the scalp, (rows, columns, 4).
        detail: slope of the relief along u and v (per unit of u and v), density of the beard, gloss; likewise.
    """

    color: FloatingArray
    detail: FloatingArray


_TEXEL = 4.5  # decimeters that the texture's rows span in the face, about
_FACE = 0.55  # decimeters: how far in front a place must lie to be of the face


def skin_texture(person: Person, *, rows: int, photograph: Path | None = None) -> SkinTexture:
    """Make a person's texture.

    Args:
        person: The person whose skin it is.
        rows: Rows of the texture; it has half as many columns.
        photograph: A diffuse texture in MakeHuman's layout to use in place of the pigments' regional pattern.
    """
    atlas = skin_atlas(rows)
    rng = generator(person.seed, "skin texture")
    broad, middle, fine = mixes(atlas.broad, rows, rng), mixes(atlas.middle, rows, rng), grains(rows, rng)
    relief = wrinkle_relief(atlas.place, person.skin.wrinkles, broad(), rng)
    if photograph is None:
        albedo = _pigmented(person, atlas, rng, broad=broad, middle=middle, fine=fine)
    else:
        albedo = _photographed(photograph, person, rows)
    albedo *= (1.0 - 0.34 * np.minimum(relief, 1.1))[..., None]
    brows = np.asarray(brow_mask(person.brows, atlas.place.reshape(-1, 3)), np.float32).reshape(relief.shape)
    brows = np.minimum(brows * np.clip(1.75 + 0.45 * fine(), 0.9, 2.6), 0.97)
    albedo += (np.array(person.brows.color, np.float32) - albedo) * brows[..., None]
    cover = np.asarray(scalp_cover(person.hair, atlas.place.reshape(-1, 3)), np.float32).reshape(relief.shape)
    height = -0.011 * relief + 0.0010 * fine() + 0.0012 * middle()
    detail = np.stack(
        [
            *_slopes(height, rows),
            np.clip(0.62 + 0.22 * fine() + 0.25 * middle(), 0, 1),
            _gloss(person, atlas, middle()),
        ],
        axis=-1,
    )
    color = np.concatenate([albedo, cover[..., None]], axis=-1)
    return SkinTexture(color.astype(np.float32), detail.astype(np.float32))


def _pigmented(person: Person, atlas: SkinAtlas, rng: np.random.Generator, **noise: Noise) -> FloatingArray:
    """Color from pigments: regional patterns, blotches, freckles, moles, shadows under the eyes."""
    skin, place = person.skin, atlas.place
    x, y, z = np.abs(place[..., 0]), place[..., 1], place[..., 2]
    red = {
        "cheeks": _bump(x - rng.uniform(0.4, 0.5), 0.2, y - rng.uniform(6.92, 7.02), 0.17) * smoothstep(z, 0.6, 1.1),
        "nose": _bump(x, 0.13, y - 6.93, 0.14) * smoothstep(z, 1.3, 1.55),
        "ears": atlas.ears,
        "chin": _bump(x, 0.16, y - 6.32, 0.1) * smoothstep(z, 1.0, 1.3),
        "lids": _bump(x - 0.32, 0.14, y - 7.3, 0.09) * smoothstep(z, 1.1, 1.3),
    }
    amounts = dict(zip(red, rng.uniform(0.4, 1.6, len(red)) * (0.30, 0.30, 0.35, 0.14, 0.16), strict=True))
    ruddy = sum((amounts[region] * mask for region, mask in red.items()), np.zeros_like(x))
    haemoglobin = 0.30 + 0.75 * skin.haemoglobin + (0.55 + 0.7 * skin.flush) * ruddy
    haemoglobin += skin.blotches * (0.07 * noise["middle"]() + 0.09 * noise["broad"]())
    lip_tone = 0.2 + 0.9 * skin.lips
    haemoglobin += lip_tone * atlas.lips * (1 + 0.06 * noise["fine"]())
    tanned = rng.uniform(-0.5, 1.0) * smoothstep(z, 0.6, 1.3) * smoothstep(y, 6.9, 7.7)
    dark_round_mouth = rng.uniform(0, 1) * _bump(x, 0.33, y - 6.55, 0.22)
    melanin = skin.melanin * (1.0 + 0.10 * tanned + 0.10 * dark_round_mouth + 0.15 * atlas.lips)
    melanin += (0.008 + 0.03 * skin.melanin) * skin.blotches * (1.4 * noise["broad"]() + noise["middle"]())
    socket = _bump(x - 0.30, 0.17, y - 7.19, 0.075) * smoothstep(z, 1.0, 1.25)
    melanin += (0.05 + 0.22 * skin.melanin + 0.10 * skin.bags) * skin.bags * socket
    haemoglobin += 0.35 * skin.bags * socket
    melanin += _freckles(skin.freckles, x, y, z, noise)
    melanin += _moles(skin.moles, place, rng)
    haemoglobin += 0.02 * noise["fine"]()
    return skin_color(np.maximum(melanin, 0), np.maximum(haemoglobin, 0), np.full_like(x, skin.carotene))


def _freckles(
    amount: float, x: FloatingArray, y: FloatingArray, z: FloatingArray, noise: dict[str, Noise]
) -> FloatingArray:
    where = (_bump(x - 0.2, 0.45, y - 7.05, 0.25) + 0.25) * smoothstep(z, 0.7, 1.2)
    spots = np.clip(noise["fine"]() * 0.6 + noise["fine"]() * 0.5 - 1.25 + 0.8 * amount, 0, 0.6)
    return np.asarray(amount * 0.75 * spots * where, np.float32)


def _moles(count: int, place: FloatingArray, rng: np.random.Generator) -> FloatingArray:
    """Round dark spots anywhere on face and neck."""
    spots = np.zeros(place.shape[:2], np.float32)
    front = np.flatnonzero(place[..., 2] > _FACE)
    texels = front[(rng.random(count) * len(front)).astype(np.int64)]
    sizes = rng.gamma(4.0, 0.003, count).clip(0.005, 0.025)
    depths = rng.uniform(0.3, 0.9, count)
    for texel, size, depth in zip(texels, sizes, depths, strict=True):
        row, column = divmod(int(texel), place.shape[1])
        reach = 2 + place.shape[0] // 40
        rows = np.arange(max(row - reach, 0), min(row + reach + 1, place.shape[0]))[:, None]
        columns = np.arange(max(column - reach, 0), min(column + reach + 1, place.shape[1]))[None, :]
        window = (rows, columns)
        beside = np.hypot(rows - row, columns - column) * (_TEXEL / place.shape[0])
        # Beyond the island's edge all texels show one place, so that a mole there must end by its texels.
        distance = np.maximum(np.linalg.norm(place[window] - place[row, column], axis=-1), beside)
        spots[window] += depth * (1.0 - smoothstep(distance, 0.6 * size, 1.4 * size))
    return spots


def _photographed(path: Path, person: Person, rows: int) -> FloatingArray:
    """A texture's colors, in linear light, shifted to the person's own tone."""
    srgb = crop_island(np.asarray(decode(path.read_bytes()), np.float32) / 255, rows, rows // 2)
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    skin = person.skin
    tone = skin_color(*(np.array(amount) for amount in (skin.melanin, 0.35 + 0.75 * skin.haemoglobin, skin.carotene)))
    mean = np.median(linear.reshape(-1, 3), axis=0)
    return np.asarray(np.clip(linear * (tone / mean) ** 0.6, 0.004, 0.9), np.float32)


def _gloss(person: Person, atlas: SkinAtlas, noise: FloatingArray) -> FloatingArray:
    """Shine: forehead, nose and chin more than the rest, lips most."""
    x, y, z = np.abs(atlas.place[..., 0]), atlas.place[..., 1], atlas.place[..., 2]
    zone = _bump(x, 0.32, y - 7.72, 0.2) + _bump(x, 0.12, y - 7.02, 0.25) + 0.6 * _bump(x, 0.14, y - 6.34, 0.1)
    zone += 0.6 * _bump(x - 0.42, 0.14, y - 7.03, 0.1)
    oily = (0.25 + 0.75 * person.skin.gloss) * (0.35 + 0.65 * np.minimum(zone, 1.0) * smoothstep(z, 0.7, 1.2))
    return np.asarray(np.clip(oily * (1 + 0.15 * noise) + 0.45 * atlas.lips, 0, 1), np.float32)


def _slopes(height: FloatingArray, rows: int) -> tuple[FloatingArray, FloatingArray]:
    """Derivatives of a height in decimeters by u and by v (which runs upwards)."""
    along_u = np.gradient(height, axis=1) * ((rows // 2) / EXTENT[0])
    along_v = -np.gradient(height, axis=0) * (rows / EXTENT[1])
    return along_u, along_v


def _bump(dx: FloatingArray, wide: float, dy: FloatingArray, high: float) -> FloatingArray:
    return np.asarray(np.exp(-((dx / wide) ** 2) - (dy / high) ** 2), np.float32)
