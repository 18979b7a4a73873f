"""What differs between sets of faces, both ways round."""

from facegap.compare.attribute_pairs.comparison import PairComparison, PairDifference, compare_pairs
from facegap.compare.attributes import (
    AttributeComparison,
    AttributeDifference,
    AttributeShares,
    ComparedAttribute,
    ScoreShift,
    SetLabels,
    compare_attributes,
)
from facegap.compare.clusters import Clustering, cluster_annotations
from facegap.compare.combinations import MissingCombinations, missing_combinations
from facegap.compare.comparison import AttributeDrift, Comparison, EmbeddingDrift
from facegap.compare.confirmation import Confirmation, ConfirmedAttribute, confirm
from facegap.compare.description import SetDescription
from facegap.compare.fidelity import Fidelity, measure_fidelity
from facegap.compare.identities import IdentityComparison, SetPeople, compare_identities
from facegap.compare.joint import JointDivergence, joint_divergence
from facegap.compare.labels import LabeledSet
from facegap.compare.scores import ScoreComparison, ScoreDifference, compare_scores
from facegap.compare.set_comparison import ComparedSet, Comparisons, compare_sets
from facegap.compare.study import (
    AttributeInSets,
    AttributesInSets,
    DemographicGroup,
    Demographics,
    MatrixCell,
    SetContrast,
    attributes_in_sets,
    demographics_in_sets,
)
from facegap.estimates import jeffreys, kl

__all__ = [
    "AttributeComparison",
    "AttributeDifference",
    "AttributeDrift",
    "AttributeInSets",
    "AttributeShares",
    "AttributesInSets",
    "Clustering",
    "ComparedAttribute",
    "ComparedSet",
    "Comparison",
    "Comparisons",
    "Confirmation",
    "ConfirmedAttribute",
    "DemographicGroup",
    "Demographics",
    "EmbeddingDrift",
    "Fidelity",
    "IdentityComparison",
    "JointDivergence",
    "LabeledSet",
    "MatrixCell",
    "MissingCombinations",
    "PairComparison",
    "PairDifference",
    "ScoreComparison",
    "ScoreDifference",
    "ScoreShift",
    "SetContrast",
    "SetDescription",
    "SetLabels",
    "SetPeople",
    "attributes_in_sets",
    "cluster_annotations",
    "compare_attributes",
    "compare_identities",
    "compare_pairs",
    "compare_scores",
    "compare_sets",
    "confirm",
    "demographics_in_sets",
    "jeffreys",
    "joint_divergence",
    "kl",
    "measure_fidelity",
    "missing_combinations",
]
