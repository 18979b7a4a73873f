"""Photographs to aligned faces: detection, landmarks, alignment."""

from facegap.faces.align import Align, CropEncoding
from facegap.faces.detect import Face, FaceChoice, FaceDetector, choose
from facegap.faces.template import ARCFACE, ARCFACE_POINTS, ARCFACE_SIZE, similarity

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
