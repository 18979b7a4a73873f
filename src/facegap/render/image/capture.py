"""The camera: from linear light to the pixels of a photograph."""

import cv2
import numpy as np

from facegap.base.arrays import BoolArray, FloatingArray, UInt8Array
from facegap.base.seeds import generator
from facegap.faceset import decode, encode_jpeg
from facegap.render.description.scene import Capture

_REFERENCE = 112  # pixels across that the scene's blurs are stated for
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
_GRAY = 0.26  # linear level that the automatic exposure brings the face to


def photograph(linear: FloatingArray, face: BoolArray, capture: Capture) -> UInt8Array:
    """Expose, blur, add noise, develop and quantize.

    Args:
        linear: linear RGB, (size, size, 3).
        face: the pixels that the automatic exposure measures, (size, size).
        capture: the camera's settings.

    Returns:
        sRGB, (size, size, 3) uint8.
    """
    size = linear.shape[0]
    scale = size / _REFERENCE
    light = _blurred(linear, capture, scale)
    luminance = light @ _LUMINANCE
    metered = luminance[face] if face.any() else luminance.ravel()
    # Half-way to gray, as automatic exposure keeps dark skin darker than pale skin.
    gain = (_GRAY / max(float(np.mean(metered)), 1e-4)) ** 0.62 * 2.0**capture.exposure
    light = light * (gain * np.array([capture.balance[0], 1.0, capture.balance[1]], np.float32))
    light = _noisy(light, capture, scale)
    developed = _tone(np.maximum(light, 0.0))
    developed = np.clip(0.46 + (developed - 0.46) * capture.contrast, 0.0, 1.0)
    gray = (developed @ _LUMINANCE)[..., None]
    developed = gray + (developed - gray) * (0.0 if capture.gray else capture.saturation)
    pixels = np.clip(developed * 255.0 + 0.5, 0, 255).astype(np.uint8)
    return _compressed(pixels, capture)


def _blurred(linear: FloatingArray, capture: Capture, scale: float) -> FloatingArray:
    light: FloatingArray = linear
    if capture.defocus > 0:
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), capture.defocus * scale), np.float32)
    if capture.motion > 1:
        streak = _streak(capture.motion * scale, capture.motion_angle)
        light = np.asarray(cv2.filter2D(light, -1, streak, borderType=cv2.BORDER_REPLICATE), np.float32)
    if capture.resolution < 1:
        size = linear.shape[0]
        few = max(round(size * capture.resolution), 8)
        small = cv2.resize(light, (few, few), interpolation=cv2.INTER_AREA)
        light = np.asarray(cv2.resize(small, (size, size), interpolation=cv2.INTER_CUBIC), np.float32)
    return light


def _streak(length: float, angle: float) -> FloatingArray:
    """A line of that length as a kernel that sums to 1."""
    half = int(np.ceil(length / 2)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    turn = np.radians(angle)
    along, beside = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    kernel = np.clip(length / 2 + 0.5 - np.abs(along), 0, 1) * np.clip(1 - np.abs(beside), 0, 1)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _noisy(light: FloatingArray, capture: Capture, scale: float) -> FloatingArray:
    """Shot and read noise; stated for mid-gray on the developed scale, where the slope of the curve is about 1.5."""
    if capture.noise <= 0:
        return light
    rng = generator(capture.seed, "noise")
    grain = rng.standard_normal(light.shape, dtype=np.float32)
    coarse = cv2.GaussianBlur(rng.standard_normal(light.shape, dtype=np.float32), (0, 0), 0.8 * max(scale, 0.5)) * 2.0
    spread = capture.noise / 1.5 * np.sqrt(np.maximum(light, 0.0) / 0.18 * 0.85 + 0.15)
    return light + spread * (0.8 * grain + 0.6 * coarse)


def _tone(light: FloatingArray) -> FloatingArray:
    """SRGB's curve with a shoulder that keeps highlights from clipping hard."""
    rolled = np.where(light > 0.6, 0.6 + 0.4 * (1 - np.exp(-(light - 0.6) / 0.4)), light)
    return np.asarray(
        np.where(rolled <= 0.0031308, 12.92 * rolled, 1.055 * np.power(rolled, 1 / 2.4) - 0.055), np.float32
    )


def _compressed(pixels: UInt8Array, capture: Capture) -> UInt8Array:
    """Through a JPEG of the earlier quality, as pictures on the web have been."""
    if not capture.jpeg:
        return pixels
    return decode(encode_jpeg(pixels, quality=capture.jpeg))
