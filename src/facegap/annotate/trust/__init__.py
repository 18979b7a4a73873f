"""How far each prediction of an annotator can be trusted: calibration, reliability, thresholds, assessment."""

from facegap.annotate.trust.assessment import Assessment, assess
from facegap.annotate.trust.calibration import LogitCalibration, calibrated_scores, fit_calibration
from facegap.annotate.trust.exclusive_families import ExclusiveFamilies, allowed_classes
from facegap.annotate.trust.reliability import ALPHA, dropout_masks, prediction_reliability, stochastic_logits
from facegap.annotate.trust.thresholds import PRECISION, Thresholds, choose_thresholds, labels_at

__all__ = [
    "ALPHA",
    "PRECISION",
    "Assessment",
    "ExclusiveFamilies",
    "LogitCalibration",
    "Thresholds",
    "allowed_classes",
    "assess",
    "calibrated_scores",
    "choose_thresholds",
    "dropout_masks",
    "fit_calibration",
    "labels_at",
    "prediction_reliability",
    "stochastic_logits",
]
