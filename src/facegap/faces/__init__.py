"""Photographs to aligned faces: detection, landmarks, alignment."""

from facegap.faces.align import ARCFACE, ARCFACE_POINTS, ARCFACE_SIZE, Align, CropEncoding, similarity
from facegap.faces.detect import Face, FaceChoice, FaceDetector, choose

__all__ = [
    "ARCFACE",
    "ARCFACE_POINTS",
    "ARCFACE_SIZE",
    "Align",
    "CropEncoding",
    "Face",
    "FaceChoice",
    "FaceDetector",
    "choose",
    "similarity",
]
