"""The sections of a report: one module each, with one function from a result to its HTML."""

from facegap.report.sections.attributes import attributes
from facegap.report.sections.clusters import clusters
from facegap.report.sections.combinations import combinations
from facegap.report.sections.confirmed import confirmed
from facegap.report.sections.divergence import divergence
from facegap.report.sections.examples import examples
from facegap.report.sections.fidelity import fidelity
from facegap.report.sections.matrix import matrix
from facegap.report.sections.method import method
from facegap.report.sections.overview import findings, overview
from facegap.report.sections.scores import scores
from facegap.report.sections.together import together
from facegap.report.sections.variation import variation

__all__ = [
    "attributes",
    "clusters",
    "combinations",
    "confirmed",
    "divergence",
    "examples",
    "fidelity",
    "findings",
    "matrix",
    "method",
    "overview",
    "scores",
    "together",
    "variation",
]
