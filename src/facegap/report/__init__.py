"""Results to one self-contained HTML page, figures and tables."""

from facegap.report.annotation.report import annotation_figures, write_annotation
from facegap.report.audit.findings import audit_findings
from facegap.report.audit.report import audit_facts, audit_figures, write_audit
from facegap.report.audit.tables import audit_tables
from facegap.report.benchmark.given_scores import (
    given_scores_figures,
    given_scores_findings,
    given_scores_tables,
    write_given_scores,
)
from facegap.report.benchmark.grade_table import grade_table
from facegap.report.benchmark.report import benchmark_figures, write_benchmark
from facegap.report.benchmark.score import score_figures, score_findings, write_score
from facegap.report.benchmark.score_tables import score_tables
from facegap.report.benchmark.summary import benchmark_findings
from facegap.report.benchmark.tables import benchmark_tables
from facegap.report.comparison.overview import findings
from facegap.report.comparison.report import comparison_figures, write_comparisons
from facegap.report.comparison.study.tables import study_tables
from facegap.report.comparison.tables import comparison_tables
from facegap.report.figures.figure import Figure
from facegap.report.page.page import Report, write_page
from facegap.report.page.results import to_json, to_plain
from facegap.report.page.tables import Table, to_text
from facegap.report.training.attributes import (
    attribute_training_figures,
    attribute_training_tables,
    write_attribute_training,
)
from facegap.report.training.recognizer import recognizer_training_figures, validation_table, write_recognizer_training

__all__ = [
    "Figure",
    "Report",
    "Table",
    "annotation_figures",
    "attribute_training_figures",
    "attribute_training_tables",
    "audit_facts",
    "audit_figures",
    "audit_findings",
    "audit_tables",
    "benchmark_figures",
    "benchmark_findings",
    "benchmark_tables",
    "comparison_figures",
    "comparison_tables",
    "findings",
    "given_scores_figures",
    "given_scores_findings",
    "given_scores_tables",
    "grade_table",
    "recognizer_training_figures",
    "score_figures",
    "score_findings",
    "score_tables",
    "study_tables",
    "to_json",
    "to_plain",
    "to_text",
    "validation_table",
    "write_annotation",
    "write_attribute_training",
    "write_audit",
    "write_benchmark",
    "write_comparisons",
    "write_given_scores",
    "write_page",
    "write_recognizer_training",
    "write_score",
]
