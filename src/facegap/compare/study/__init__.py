"""Several sets beside each other, none of them set apart: shares of attributes, every two sets, halves of one set."""

from facegap.compare.study.attributes import AttributeInSets, AttributesInSets, attributes_in_sets
from facegap.compare.study.crossing import AttributeContrast, MatrixCell, SetContrast, cross_sets
from facegap.compare.study.demographics import DemographicGroup, Demographics, demographics_in_sets
from facegap.compare.study.halves import cross_halves

__all__ = [
    "AttributeContrast",
    "AttributeInSets",
    "AttributesInSets",
    "DemographicGroup",
    "Demographics",
    "MatrixCell",
    "SetContrast",
    "attributes_in_sets",
    "cross_halves",
    "cross_sets",
    "demographics_in_sets",
]
