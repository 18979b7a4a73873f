"""How far each answer of an annotator can be trusted: calibration, reliability, thresholds, assessment."""

from facegap.annotate.trust.assessment import Assessment, assess
from facegap.annotate.trust.calibration import Calibration, fit_calibration, scores
from facegap.annotate.trust.demographics import demographic_groups
from facegap.annotate.trust.event import Families, allowed_classes
from facegap.annotate.trust.reliability import (
    ALPHA,
    dropout_masks,
    ensemble_reliability,
    reliability,
    stochastic_logits,
)
from facegap.annotate.trust.thresholds import PRECISION, Thresholds, choose_thresholds, labels_at

__all__ = [
    "ALPHA",
    "PRECISION",
    "Assessment",
    "Calibration",
    "Families",
    "Thresholds",
    "allowed_classes",
    "assess",
    "choose_thresholds",
    "demographic_groups",
    "dropout_masks",
    "ensemble_reliability",
    "fit_calibration",
    "labels_at",
    "reliability",
    "scores",
    "stochastic_logits",
]
