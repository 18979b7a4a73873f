"""How good a recognizer is: protocols, error rates, identification, fairness, leakage."""

from facegap.benchmark.evaluation import ModelDifference, ModelResult, ProtocolResult, evaluate_protocol
from facegap.benchmark.frcsyn.grading import Grade, grade_submission
from facegap.benchmark.given_scores import GivenScores, rate_scores
from facegap.benchmark.identification import IdentificationResult, evaluate_identification
from facegap.benchmark.matched_faces import MatchedFaces
from facegap.benchmark.named_protocols import NamedProtocol, name_protocols
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
from facegap.benchmark.score_files import ScoredPairs, read_scored_pairs
from facegap.benchmark.scored_set import ScoredPoint, ScoredSet, score_faceset, score_set
from facegap.benchmark.submitting import WrittenSubmission, write_submissions
from facegap.benchmark.verification import (
    PairedResult,
    VerificationResult,
    compare_recognizers,
    evaluate_verification,
    pair_scores,
)

__all__ = [
    "Frcsyn",
    "GivenScores",
    "Grade",
    "Identification",
    "IdentificationResult",
    "MatchedFaces",
    "ModelDifference",
    "ModelResult",
    "NamedProtocol",
    "PairedResult",
    "Protocol",
    "ProtocolResult",
    "ScoredPairs",
    "ScoredPoint",
    "ScoredSet",
    "Task",
    "Templates",
    "Verification",
    "VerificationResult",
    "WrittenSubmission",
    "compare_recognizers",
    "evaluate_identification",
    "evaluate_protocol",
    "evaluate_verification",
    "grade_submission",
    "known_protocols",
    "name_protocols",
    "open_protocol",
    "pair_scores",
    "rate_scores",
    "read_scored_pairs",
    "register_protocol",
    "score_faceset",
    "score_set",
    "write_submissions",
]
