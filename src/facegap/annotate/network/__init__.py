"""Annotators as networks on ONNX Runtime: what they predict of each face, and the stage that writes it to a layer."""

from facegap.annotate.network.annotator import Annotator
from facegap.annotate.network.label_frequencies import LabelFrequencies, measure_label_frequencies
from facegap.annotate.network.postprocessing import (
    PostProcessor,
    Predictions,
    calibration_from_card,
    thresholds_from_card,
)
from facegap.annotate.network.stage import Annotate, check_attribute_names

__all__ = [
    "Annotate",
    "Annotator",
    "LabelFrequencies",
    "PostProcessor",
    "Predictions",
    "calibration_from_card",
    "check_attribute_names",
    "measure_label_frequencies",
    "thresholds_from_card",
]
