"""Named points on the head: the 68 landmarks of iBUG, the five of ArcFace, and where things are worn."""

from functools import cache

import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.head.basis import HeadPart, head_basis

# Template coordinates (decimeters), x of the person's right side; left and right are mirror images. Points are found
# as the nearest vertices of the skin that face the front.
_JAW = (
    (-0.69, 7.2),
    (-0.69, 7.0),
    (-0.66, 6.8),
    (-0.62, 6.62),
    (-0.54, 6.45),
    (-0.43, 6.32),
    (-0.3, 6.22),
    (-0.15, 6.17),
)
_BROW = ((-0.52, 7.40), (-0.44, 7.46), (-0.34, 7.48), (-0.23, 7.46), (-0.13, 7.42))
_BRIDGE = ((0.0, 7.27), (0.0, 7.15), (0.0, 7.03), (0.0, 6.93))
_NOSTRILS = ((-0.13, 6.86), (-0.065, 6.83))
_EYE = ((-0.44, 7.28), (-0.37, 7.325), (-0.27, 7.325), (-0.2, 7.275), (-0.26, 7.245), (-0.36, 7.24))
_UPPER_LIP = ((-0.26, 6.61), (-0.17, 6.655), (-0.07, 6.69))
_LOWER_LIP = ((-0.08, 6.495), (-0.16, 6.53))
_INNER_UPPER = ((-0.22, 6.611), (-0.08, 6.622))
_INNER_LOWER = ((-0.08, 6.598),)

_UPPER_INNER, _LOWER_INNER = slice(61, 64), slice(65, 68)
_JAW_TAKES = 0.2  # decimeters

# Other points by name, at (x, y, z) of the template; with -left and -right where x isn't 0.
_NAMED = {
    "bridge": (0.0, 7.32, 1.42),
    "forehead": (0.0, 7.7, 1.4),
    "hairline": (0.0, 7.95, 1.25),
    "crown": (0.0, 8.49, 0.2),
    "back": (0.0, 7.6, -0.95),
    "nape": (0.0, 6.5, -0.6),
    "chin": (0.0, 6.17, 1.35),
    "chin-front": (0.0, 6.3, 1.48),
    "throat": (0.0, 5.95, 0.7),
    "temple": (0.7, 7.5, 0.7),
    "ear-top": (0.74, 7.33, 0.5),
    "ear-root": (0.71, 7.2, 0.6),
    "ear-lobe": (0.72, 6.84, 0.55),
    "ear-middle": (0.82, 7.1, 0.45),
    "cheek": (0.5, 6.95, 1.1),
    "cheekbone": (0.6, 7.08, 0.95),
    "jaw-angle": (0.6, 6.5, 0.6),
    "collar": (0.5, 5.3, 0.5),
}


@cache
def landmarks68() -> Int64Array:
    """The vertices of the 68 landmarks, (68,): jaw, brows, nose, eyes, mouth, from the image's left to its right."""
    left_of = [(-x, y) for x, y in _JAW[::-1]]
    points = [*_JAW, (0.0, 6.16), *left_of]
    points += [*_BROW, *((-x, y) for x, y in _BROW[::-1])]
    points += [*_BRIDGE, *_NOSTRILS, (0.0, 6.81), *((-x, y) for x, y in _NOSTRILS[::-1])]
    points += [*_EYE, *((-_EYE[k][0], _EYE[k][1]) for k in (3, 2, 1, 0, 5, 4))]
    points += [*_UPPER_LIP, (0.0, 6.68), *((-x, y) for x, y in _UPPER_LIP[::-1])]
    points += [*((-x, y) for x, y in _LOWER_LIP[::-1]), (0.0, 6.49), *_LOWER_LIP]
    points += [*_INNER_UPPER, (0.0, 6.622), *((-x, y) for x, y in _INNER_UPPER[::-1])]
    points += [*((-x, y) for x, y in _INNER_LOWER[::-1]), (0.0, 6.598), *_INNER_LOWER]
    basis = head_basis()
    skin = basis.vertices_of(HeadPart.SKIN)
    xyz = basis.template[skin]
    facing = xyz[:, 2] > 0.45
    flat = np.array(points)[:, None, :]
    distance = np.linalg.norm(xyz[None, :, :2] - flat, axis=2)
    # Of the vertices in line with a point, those in front count: what lies behind is inside the mouth, nose or ear.
    distance += 0.12 * np.maximum(xyz[:, 2].max() - xyz[:, 2], 0.0) + np.where(facing, 0.0, 9.0)
    # The lips touch at rest: only what the opening jaw takes along is the lower one.
    jaw = basis.targets[basis.index["jawOpen"]].astype(np.float32)[skin]
    goes_down = jaw[:, 1] < -_JAW_TAKES
    distance[_LOWER_INNER] += np.where(goes_down, 0.0, 9.0)
    distance[_UPPER_INNER] += np.where(goes_down, 9.0, 0.0)
    return np.asarray(skin[distance.argmin(axis=1)], np.int64)


@cache
def named_points() -> dict[str, int]:
    """The vertices of named points such as ``chin`` or ``ear-lobe-left``."""
    basis = head_basis()
    skin = basis.vertices_of(HeadPart.SKIN)
    points: dict[str, tuple[float, float, float]] = {}
    for name, (x, y, z) in _NAMED.items():
        if x == 0.0:
            points[name] = (x, y, z)
        else:
            points[f"{name}-left"] = (x, y, z)
            points[f"{name}-right"] = (-x, y, z)
    return {
        name: int(skin[np.linalg.norm(basis.template[skin] - point, axis=1).argmin()]) for name, point in points.items()
    }


def five_of(points: FloatingArray) -> FloatingArray:
    """ArcFace's five landmarks from the 68, (…, 68, d) to (…, 5, d): eyes, tip of the nose, corners of the mouth."""
    right, left = points[..., 36:42, :].mean(-2), points[..., 42:48, :].mean(-2)
    return np.stack([right, left, points[..., 30, :], points[..., 48, :], points[..., 54, :]], axis=-2)


def lips_apart(positions: FloatingArray) -> float:
    """The gap between the lips in the middle along the face's height, decimeters; negative where they overlap.

    Args:
        positions: of the basis's vertices, at rest or posed, (n, 3).
    """
    upper, lower = positions[_lip_edges()]
    root, chin = positions[landmarks68()[[27, 8]]]
    return float((upper - lower) @ (root - chin) / np.linalg.norm(root - chin))


@cache
def _lip_edges() -> Int64Array:
    """The vertices of the middle of the upper and the lower lip where they touch on the template."""
    basis = head_basis()
    skin = basis.vertices_of(HeadPart.SKIN)
    edges = np.array([(0.0, 6.608, 1.553), (0.0, 6.601, 1.540)])
    distance = np.linalg.norm(basis.template[skin][None] - edges[:, None], axis=2)
    return np.asarray(skin[distance.argmin(axis=1)], np.int64)
