"""The color of skin from what is in it: melanin, haemoglobin and carotene, in linear light.

Following Tsumura et al. (2003), a pixel's optical density (−log of its reflectance) is a sum of the pigments'
densities, each a fixed vector of red, green and blue. The vectors and ranges here are ours, set so that melanin from
0 to 1 spans photographed skin from the palest to the darkest.
"""

import numpy as np

from facegap.base.arrays import FloatingArray

_BARE = np.array([0.80, 0.62, 0.52], np.float32)  # linear reflectance of skin without pigments
_MELANIN = np.array([2.20, 2.55, 2.85], np.float32)
_HAEMOGLOBIN = np.array([0.08, 0.46, 0.42], np.float32)
_CAROTENE = np.array([0.02, 0.08, 0.42], np.float32)


def skin_color(melanin: FloatingArray, haemoglobin: FloatingArray, carotene: FloatingArray) -> FloatingArray:
    """Linear RGB, (…, 3), of pigment amounts of the same shape, mostly 0 to 1."""
    density = melanin[..., None] * _MELANIN + haemoglobin[..., None] * _HAEMOGLOBIN + carotene[..., None] * _CAROTENE
    return np.asarray(_BARE * np.exp(-density), np.float32)
