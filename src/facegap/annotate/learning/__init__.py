"""Training of annotators; needs PyTorch."""

from facegap.annotate.learning.configuration import AttributeTraining, built_in, recipe_text
from facegap.annotate.learning.training import TrainedAnnotator, train_attributes

__all__ = ["AttributeTraining", "TrainedAnnotator", "built_in", "recipe_text", "train_attributes"]
