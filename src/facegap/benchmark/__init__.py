"""How good a recognizer is: protocols, error rates, identification, fairness, leakage."""

from facegap.benchmark.evaluation import ModelDifference, ModelResult, ProtocolResult, evaluate
from facegap.benchmark.grading import Grade, grade
from facegap.benchmark.identification import IdentificationResult, identify
from facegap.benchmark.protocol import (
    Identification,
    Protocol,
    Task,
    Templates,
    Verification,
    known_protocols,
    open_protocol,
    register_protocol,
)
from facegap.benchmark.protocols import Frcsyn
from facegap.benchmark.scored_set import ScoredPoint, ScoredSet, score_faceset, score_set
from facegap.benchmark.several import Asked, tell_apart
from facegap.benchmark.submitting import Submitted, submit_to
from facegap.benchmark.verification import PairedResult, VerificationResult, compare_recognizers, pair_scores, verify

__all__ = [
    "Asked",
    "Frcsyn",
    "Grade",
    "Identification",
    "IdentificationResult",
    "ModelDifference",
    "ModelResult",
    "PairedResult",
    "Protocol",
    "ProtocolResult",
    "ScoredPoint",
    "ScoredSet",
    "Submitted",
    "Task",
    "Templates",
    "Verification",
    "VerificationResult",
    "compare_recognizers",
    "evaluate",
    "grade",
    "identify",
    "known_protocols",
    "open_protocol",
    "pair_scores",
    "register_protocol",
    "score_faceset",
    "score_set",
    "submit_to",
    "tell_apart",
    "verify",
]
