"""Photographs to aligned faces: detection, landmarks, alignment."""

from facegap.faces.align import (
    ARCFACE,
    ARCFACE_POINTS,
    ARCFACE_SIZE,
    OUTSIDE,
    Align,
    Border,
    CropEncoding,
    share_outside,
    similarity,
)
from facegap.faces.detect import Face, FaceChoice, FaceDetector, choose
from facegap.faces.outside import MUCH_OUTSIDE, CropBorders

__all__ = [
    "ARCFACE",
    "ARCFACE_POINTS",
    "ARCFACE_SIZE",
    "MUCH_OUTSIDE",
    "OUTSIDE",
    "Align",
    "Border",
    "CropBorders",
    "CropEncoding",
    "Face",
    "FaceChoice",
    "FaceDetector",
    "choose",
    "share_outside",
    "similarity",
]
