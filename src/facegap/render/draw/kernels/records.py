"""What the kernels read: views, surfaces and looks as records of the same layout in NumPy and in Warp."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import warp as wp

Record = npt.NDArray[Any]
"""Records that kernels read."""

LIGHTS = 3  # directional lights of an image at most
HARMONICS = 9  # spherical harmonics of degree 0 to 2


def blank(struct: Any, *shape: int) -> Record:
    """Records of a Warp struct, all zero, for NumPy to fill."""
    return np.zeros(shape, _layout(struct))


@cache
def _layout(struct: Any) -> "np.dtype[Any]":
    return np.dtype(struct.numpy_dtype())


@wp.struct
class View:
    """A pinhole or parallel camera: world point p → q = rotation·p + shift, looking along −z.

    Screen x = across·(q.x/w, q.y/w, 1), y = down·(…), with w = −q.z where perspective, else 1; depth = −q.z.
    """

    rotation: wp.mat33
    shift: wp.vec3
    across: wp.vec3
    down: wp.vec3
    perspective: int


@wp.struct
class Surface:
    """One entry of an image's palette.

    ``first`` and ``second`` are linear RGB: the color, and that of a pattern, a hair's tip or an iris's rim.
    ``pattern`` is 0 plain, 1 stripes, 2 checks, 3 blotches, ``scale`` its repeats per unit of the texture coordinate;
    for hair ``scale`` is the number of strands across and ``strength`` their cover, 0 to 1, and of pattern 1 strands
    end one by one.
    """

    kind: int
    segment: int
    first: wp.vec3
    second: wp.vec3
    pattern: int
    scale: float
    strength: float
    roughness: float
    metallic: float
    sheen: float


@wp.struct
class Look:
    """What the shading of one image needs besides its surfaces: light, skin of the day, eyes."""

    eye: wp.vec3  # where the camera stands
    light_direction: wp.mat33  # a row a light, towards the light
    light_color: wp.mat33  # a row a light, linear RGB
    lights: int
    ambient: float  # the environment's factor
    skin: int  # which of the batch's skin textures
    gloss: float  # 0 matte to 1 oily
    lipstick: wp.vec4  # linear RGB and strength
    eye_shadow: wp.vec4
    blush: wp.vec4
    liner: float
    foundation: float
    flush: float  # redness of the day
    hair: wp.vec3  # at the roots, linear RGB
    beard: wp.vec3
    scalp: float  # how much of the scalp's hair colors it, 0 to 1
    bearded: int  # whether any of the following isn't 0
    stubble: float
    mustache: float
    goatee: float
    sideburns: float
    cheek_beard: float
    left_eye: wp.vec3  # center
    right_eye: wp.vec3
    left_gaze: wp.vec3
    right_gaze: wp.vec3
    iris: float  # its sine as seen from the eyeball's center
    pupil: float  # share of the iris
    lens: wp.vec4  # spectacles' glass: transmitted linear RGB, and how much it mirrors
