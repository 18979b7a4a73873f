"""Annotators as networks, on ONNX Runtime: what they say of each face, and the stage that writes it to a layer."""

from facegap.annotate.network.annotator import Annotator
from facegap.annotate.network.answered import Answered, answered
from facegap.annotate.network.judgment import Answers, Judgment, calibration_of, thresholds_of
from facegap.annotate.network.names import check_names
from facegap.annotate.network.stage import Annotate

__all__ = [
    "Annotate",
    "Annotator",
    "Answered",
    "Answers",
    "Judgment",
    "answered",
    "calibration_of",
    "check_names",
    "thresholds_of",
]
