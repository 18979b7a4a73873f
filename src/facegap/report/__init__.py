"""Results to one self-contained HTML page, figures and tables."""

from facegap.report.comparison import write_report
from facegap.report.page import Report, write_page
from facegap.report.results import to_json, to_plain
from facegap.report.sections import findings

__all__ = ["Report", "findings", "to_json", "to_plain", "write_page", "write_report"]
