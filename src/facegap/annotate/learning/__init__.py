"""Training of annotators; needs PyTorch."""

from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.training import TrainedAnnotator, train_attributes

__all__ = ["AttributeTraining", "TrainedAnnotator", "train_attributes"]
