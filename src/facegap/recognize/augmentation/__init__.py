"""Changes of a face that leave the person the same, with their probabilities as named recipes."""

from facegap.recognize.augmentation.configuration import Augmentation, augmentation, named
from facegap.recognize.augmentation.degradation import Degradation
from facegap.recognize.augmentation.geometry import Geometry
from facegap.recognize.augmentation.occlusion import Occlusion
from facegap.recognize.augmentation.photometric import Photometric

__all__ = ["Augmentation", "Degradation", "Geometry", "Occlusion", "Photometric", "augmentation", "named"]
