"""Results to one self-contained HTML page, figures and tables."""

from facegap.report.annotation import write_annotation
from facegap.report.attribute_training import write_attribute_training
from facegap.report.audit import write_audit
from facegap.report.benchmark import write_benchmark
from facegap.report.benchmark_tables import benchmark_tables
from facegap.report.comparison import write_comparisons
from facegap.report.page import Report, write_page
from facegap.report.recognizer_training import write_recognizer_training
from facegap.report.results import to_json, to_plain
from facegap.report.score import write_score
from facegap.report.sections import findings
from facegap.report.sections.scored import score_findings
from facegap.report.sections.standing import benchmark_findings
from facegap.report.sections.verdict import audit_findings
from facegap.report.tables import Table, to_text

__all__ = [
    "Report",
    "Table",
    "audit_findings",
    "benchmark_findings",
    "benchmark_tables",
    "findings",
    "score_findings",
    "to_json",
    "to_plain",
    "to_text",
    "write_annotation",
    "write_attribute_training",
    "write_audit",
    "write_benchmark",
    "write_comparisons",
    "write_page",
    "write_recognizer_training",
    "write_score",
]
