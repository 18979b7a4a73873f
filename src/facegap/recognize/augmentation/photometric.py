"""The colors of a face: exposure, contrast, saturation, hue, white balance and gray in one matrix; gamma."""

import math
from collections.abc import Mapping
from typing import ClassVar

import cv2
import numpy as np
from pydantic import Field

from facegap.base.arrays import Float64Array
from facegap.base.config import Config
from facegap.faceset import Pixels
from facegap.recognize.augmentation.amounts import (
    Amounts,
    Chance,
    Factors,
    happens,
    log_uniform,
    plus_minus,
    uniform,
)

LUMA = np.array([0.299, 0.587, 0.114])
"""Weights of red, green and blue in gray (ITU-R BT.601, as in JPEG and in the field's recipes)."""

_LEVELS = np.arange(256) / 255

_TO_YIQ = np.array([LUMA, [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
_FROM_YIQ = np.linalg.inv(_TO_YIQ)


class Photometric(Config):
    """Changes of color.

    Brightness, contrast and saturation are those of the field: times a factor; away from the mean gray; away from each
    pixel's gray. All but gamma are linear in the pixels and are done at once, cut to 0 to 255 at the end only.

    Attributes:
        chance: The share of images whose colors may change; the other chances are shares of these.
        brightness: The share that gets brighter or darker.
        brightness_factor: The factor of the brightness.
        contrast: The share with another contrast.
        contrast_factor: The factor of the contrast.
        saturation: The share with other saturation.
        saturation_factor: The factor of the saturation; 0 is gray.
        hue: The share whose hues turn.
        hue_turn: Hues turn by so many degrees at most about the gray axis of YIQ, which keeps grays and luma as they
            are.
        white_balance: The share with another white balance.
        white_balance_gain: The factor of red and of blue, each by itself; green stays.
        gray: The share that becomes gray.
        gamma: The share whose tone curve is bent.
        gamma_exponent: The exponent of the curve from 0 to 1; below 1 is brighter.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"grey": "gray"}

    chance: Chance = 1.0
    brightness: Chance = 0.0
    brightness_factor: Amounts = (1.0, 1.0)
    contrast: Chance = 0.0
    contrast_factor: Amounts = (1.0, 1.0)
    saturation: Chance = 0.0
    saturation_factor: Amounts = (1.0, 1.0)
    hue: Chance = 0.0
    hue_turn: float = Field(default=0.0, ge=0, le=180)
    white_balance: Chance = 0.0
    white_balance_gain: Factors = (1.0, 1.0)
    gray: Chance = 0.0
    gamma: Chance = 0.0
    gamma_exponent: Factors = (1.0, 1.0)

    def __call__(self, face: Pixels, rng: np.random.Generator) -> Pixels:
        """Color a face: uint8 (height, width, 3) to the same shape; the face that is given is not written into."""
        if not happens(rng, self.chance):
            return face
        if happens(rng, self.gamma):
            face = bent(face, log_uniform(rng, self.gamma_exponent))
        matrix = self._matrix(face, rng)
        return face if matrix is None else np.asarray(cv2.transform(face, matrix.astype(np.float32)), dtype=np.uint8)

    def _matrix(self, face: Pixels, rng: np.random.Generator) -> Float64Array | None:
        """All that is linear: (3, 4), the last column is added; None where nothing changes."""
        steps = []
        if happens(rng, self.white_balance):
            gains = [log_uniform(rng, self.white_balance_gain), 1.0, log_uniform(rng, self.white_balance_gain)]
            steps.append(np.diag(gains))
        if happens(rng, self.brightness):
            steps.append(np.eye(3) * uniform(rng, self.brightness_factor))
        contrast = uniform(rng, self.contrast_factor) if happens(rng, self.contrast) else 1.0
        if happens(rng, self.saturation):
            steps.append(saturation(uniform(rng, self.saturation_factor)))
        if happens(rng, self.hue):
            steps.append(hue(plus_minus(rng, self.hue_turn)))
        if happens(rng, self.gray):
            steps.append(saturation(0.0))
        if not steps and contrast == 1.0:
            return None
        matrix = np.eye(3)
        for step in steps:
            matrix = step @ matrix
        # Contrast comes last: a change about the mean gray of what the others have made of the image.
        added = (1 - contrast) * (LUMA @ matrix @ cv2.mean(face)[:3])
        return np.column_stack([contrast * matrix, np.full(3, added)])


def saturation(factor: float) -> Float64Array:
    """The matrix that moves each pixel away from its gray by a factor: 0 is gray, 1 no change."""
    return factor * np.eye(3) + (1 - factor) * LUMA


def hue(degrees: float) -> Float64Array:
    """The matrix that turns colors about the gray axis of YIQ."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = np.array([[1, 0, 0], [0, cosine, -sine], [0, sine, cosine]])
    return _FROM_YIQ @ turn @ _TO_YIQ  # type: ignore[no-any-return]


def bent(face: Pixels, exponent: float) -> Pixels:
    """With each value, from 0 to 1, raised to a power."""
    return np.asarray(cv2.LUT(face, np.rint(255 * _LEVELS**exponent).astype(np.uint8)), dtype=np.uint8)
