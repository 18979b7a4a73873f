"""Changes of a face that leave the person the same, with their probabilities as named recipes."""

from facegap.recognize.augmentation.configuration import RecognizerAugmentation, augmentation_names, make_augmentation
from facegap.recognize.augmentation.degradation import Degradation
from facegap.recognize.augmentation.geometry import FaceGeometry
from facegap.recognize.augmentation.occlusion import Occlusion
from facegap.recognize.augmentation.photometric import Photometric

__all__ = [
    "Degradation",
    "FaceGeometry",
    "Occlusion",
    "Photometric",
    "RecognizerAugmentation",
    "augmentation_names",
    "make_augmentation",
]
