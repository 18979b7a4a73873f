"""What a camera and a file take away: sharpness, resolution, clean pixels and fine detail."""

import math
from functools import cache

import cv2
import numpy as np
from scipy.special import ndtri

from facegap.base.arrays import Float32Array
from facegap.base.config import Config
from facegap.faceset import Pixels, decode, encode_jpeg
from facegap.recognize.augmentation.amounts import Amounts, Chance, Factors, Qualities, Shares, happens, uniform

_INTERPOLATIONS = (cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_AREA, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
_ACROSS = 0.5
"""Standard deviation of motion blur across the motion, in pixels: hardly any."""
_NOTHING = 0.02
"""Weights below this share of the greatest are left out."""


class Degradation(Config):
    """Losses, in the order in which they happen in a camera: optics, motion, sampling, sensor, file.

    Attributes:
        blur: The share of images that are blurred by a Gaussian.
        blur_sigma: Its standard deviation, in pixels, from least to greatest.
        motion: The share that is blurred along a random direction, by a long and narrow Gaussian (Bae et al. 2022).
        motion_sigma: The standard deviation along the motion, in pixels; above 2.5 it takes far longer.
        coarse: The share that is made smaller and enlarged again, each with one of the five usual interpolations at
            random (Kim et al. 2022).
        coarse_side: The smaller side as a share of the whole.
        noise: The share that gets Gaussian noise, in each pixel and color by itself.
        noise_sigma: Its standard deviation, of 255.
        jpeg: The share that is compressed once more.
        jpeg_quality: The quality of the JPEG, 1 to 100.
    """

    blur: Chance = 0.0
    blur_sigma: Factors = (1.0, 1.0)
    motion: Chance = 0.0
    motion_sigma: Factors = (1.0, 1.0)
    coarse: Chance = 0.0
    coarse_side: Shares = (1.0, 1.0)
    noise: Chance = 0.0
    noise_sigma: Amounts = (0.0, 0.0)
    jpeg: Chance = 0.0
    jpeg_quality: Qualities = (100.0, 100.0)

    def __call__(self, face: Pixels, rng: np.random.Generator) -> Pixels:
        """Degrade a face: uint8 (height, width, 3) to the same shape; the face that is given is not written into."""
        if happens(rng, self.blur):
            face = np.asarray(cv2.GaussianBlur(face, (0, 0), uniform(rng, self.blur_sigma)), dtype=np.uint8)
        if happens(rng, self.motion):
            kernel = motion_kernel(sigma=uniform(rng, self.motion_sigma), direction=rng.random() * math.pi)
            face = np.asarray(cv2.filter2D(face, -1, kernel), dtype=np.uint8)
        if happens(rng, self.coarse):
            down, up = (_INTERPOLATIONS[each] for each in rng.integers(len(_INTERPOLATIONS), size=2))
            face = coarser(face, share=uniform(rng, self.coarse_side), down=down, up=up)
        if happens(rng, self.noise):
            face = noisy(face, sigma=uniform(rng, self.noise_sigma), rng=rng)
        if happens(rng, self.jpeg):
            face = decode(encode_jpeg(face, quality=round(uniform(rng, self.jpeg_quality))))
        return face


def motion_kernel(*, sigma: float, direction: float) -> Float32Array:
    """A Gaussian with ``sigma`` pixels along a direction, in radians, and half a pixel across; it sums to 1."""
    half = math.ceil(2 * sigma)
    offsets = np.arange(-half, half + 1, dtype=np.float32)
    x, y = offsets[None, :], offsets[:, None]
    along = x * math.cos(direction) + y * math.sin(direction)
    across = y * math.cos(direction) - x * math.sin(direction)
    kernel = np.exp(-((along / sigma) ** 2 + (across / _ACROSS) ** 2) / 2)
    kernel[kernel < _NOTHING] = 0  # zeros cost no time
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)


def coarser(face: Pixels, *, share: float, down: int, up: int) -> Pixels:
    """Made smaller to a share of each side and enlarged again; ``down`` and ``up`` are OpenCV's interpolations."""
    height, width = face.shape[:2]
    small = cv2.resize(face, (max(1, int(width * share)), max(1, int(height * share))), interpolation=down)
    return np.asarray(cv2.resize(small, (width, height), interpolation=up), dtype=np.uint8)


def noisy(face: Pixels, *, sigma: float, rng: np.random.Generator) -> Pixels:
    """With Gaussian noise, rounded to whole levels and cut to 0 to 255."""
    lots = np.frombuffer(rng.bytes(2 * face.size), dtype="<u2").reshape(face.shape)
    noise = (_quantiles() * np.float32(sigma)).take(lots)
    return np.asarray(cv2.add(face, noise, dtype=cv2.CV_8U), dtype=np.uint8)


@cache
def _quantiles() -> Float32Array:
    """The normal distribution in 65,536 equal shares: a look-up is three times as quick as a draw."""
    return ndtri((np.arange(1 << 16) + 0.5) / (1 << 16)).astype(np.float32)
