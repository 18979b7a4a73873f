"""How right an annotator is on a domain such as photographs, and its calibration for it, from labeled faces."""

from facegap.annotate.domains.labeled_outputs import LabeledOutputs, run_on_labeled
from facegap.annotate.domains.measuring import MeasuredDomain, calibrate_domain, validate_domain
from facegap.annotate.domains.recalibration import fit_to_domain
from facegap.annotate.domains.share_errors import share_error

__all__ = [
    "LabeledOutputs",
    "MeasuredDomain",
    "calibrate_domain",
    "fit_to_domain",
    "run_on_labeled",
    "share_error",
    "validate_domain",
]
