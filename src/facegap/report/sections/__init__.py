"""The sections of a report: one module each, with one function from a result to its HTML."""

from facegap.report.sections.attributes import attributes
from facegap.report.sections.examples import examples
from facegap.report.sections.method import method
from facegap.report.sections.overview import findings, overview
from facegap.report.sections.scores import scores

__all__ = ["attributes", "examples", "findings", "method", "overview", "scores"]
