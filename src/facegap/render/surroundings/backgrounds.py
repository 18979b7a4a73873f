"""What is behind the head: small pictures of rooms, landscapes, studio backdrops and clutter, drawn from a seed."""

from collections.abc import Callable

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray
from facegap.base.seeds import generator
from facegap.render.description.scene import Background
from facegap.render.surroundings.scenery import clutter, indoor, outdoor, studio

_DRAWN = 64  # pixels of the picture that is drawn before it is scaled
_SPREAD = 0.45  # of the exposure between pictures, natural logarithm (ours)
_SHARPEST = 0.5  # deviation of the blur at least, pixels of the drawing: the drawings have no finer detail
_LIMIT = 3.0  # highlights at most, relative to white

_KINDS: dict[str, Callable[[np.random.Generator, int], FloatingArray]] = {
    "indoor": indoor,
    "outdoor": outdoor,
    "studio": studio,
    "clutter": clutter,
}


def background(scene_background: Background, *, size: int) -> FloatingArray:
    """The picture behind the head.

    Args:
        scene_background: Its kind, seed, blur and brightness.
        size: Pixels across and down.

    Returns:
        Linear RGB, (size, size, 3), 0 to 3, mostly 0 to 1.
    """
    rng = generator(scene_background.seed, "background")
    picture = _KINDS[scene_background.kind](rng, _DRAWN)
    sigma = max(scene_background.blur * _DRAWN, _SHARPEST)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT))
    if size != _DRAWN:
        method = cv2.INTER_AREA if size < _DRAWN else cv2.INTER_LINEAR
        picture = np.asarray(cv2.resize(picture, (size, size), interpolation=method))
    gain = scene_background.brightness * np.exp(_SPREAD * rng.standard_normal() - _SPREAD**2 / 2)
    return np.asarray(np.clip(picture * gain, 0.0, _LIMIT), np.float32)
