"""What the results of all workflows can do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from markupsafe import Markup

from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.engine import RunSummary
from facegap.report import Figure, Report, Table, to_json
from facegap.workflows.parts.frames import table_frame, table_html

_SHOWN_TABLES = 2  # in a notebook; the others by to_frame


class Result(ABC):
    """What a workflow came to, with the runs that it took.

    Attributes:
        runs: summaries of the runs: imports on the way, layers that were made. Each says how many images went wrong.
    """

    runs: tuple[RunSummary, ...]

    @property
    @abstractmethod
    def headline(self) -> str:
        """What this is, in one line."""

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """What ``to_json`` writes, as JSON values by name."""

    def to_json(self) -> str:
        """The result as JSON text, the same that the command prints with ``--json``."""
        return to_json(self.facts())

    def _lines(self) -> list[str]:
        """What is shown under the headline."""
        return []

    def _html_body(self) -> Markup:
        """What a notebook shows under the headline."""
        return Markup("<pre>{}</pre>").format("\n".join(self._lines()))

    def _repr_html_(self) -> str:
        return Markup("<div><h4>{}</h4>{}</div>").format(self.headline, self._html_body())

    def __repr__(self) -> str:
        return "\n  ".join([self.headline, *self._lines()])


class Analysis(Result):
    """A result with findings, tables, figures and a report."""

    @property
    @abstractmethod
    def findings(self) -> tuple[str, ...]:
        """What was found, a sentence each, the most important first."""

    @property
    def summary(self) -> str:
        """The findings as text, a line each."""
        return "\n".join(self.findings)

    @abstractmethod
    def report_tables(self) -> Mapping[str, Table]:
        """The tables that the report writes, by the names of their files."""

    @abstractmethod
    def report(self, folder: str | Path) -> Report:
        """Write what the command writes: a page, its results as JSON, figures as PNG, tables as CSV and LaTeX.

        Args:
            folder: where to; made if need be.
        """

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that ``to_frame`` gives."""
        return tuple(self.report_tables())

    def to_frame(self, table: str | None = None) -> pl.DataFrame:
        """One of the tables as a data frame; an estimate takes three columns, the last two its interval.

        Args:
            table: its name, one of ``tables``; by default the first.

        Raises:
            ConfigError: there is none of that name.
        """
        tables = self.report_tables()
        name = table or next(iter(tables), "")
        if name not in tables:
            raise ConfigError(unknown(name, tables, "table", listed=True))
        return table_frame(tables[name])

    @abstractmethod
    def report_figures(self) -> Mapping[str, Figure]:
        """The figures of the report, by the names of their files."""

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures of the report by their names; a notebook shows one, and ``to_png(path)`` writes it."""
        return self.report_figures()

    def _html_body(self) -> Markup:
        tables = list(self.report_tables().items())
        return Markup("").join(
            [
                Markup("<ul>{}</ul>").format(
                    Markup("").join(Markup("<li>{}</li>").format(each) for each in self.findings)
                ),
                *(table_html(name, table) for name, table in tables[:_SHOWN_TABLES]),
                Markup("<p>tables: {}; figures, report(folder)</p>").format(", ".join(self.tables) or "none"),
            ]
        )

    def _lines(self) -> list[str]:
        return [*(f"- {finding}" for finding in self.findings), f"tables: {', '.join(self.tables) or 'none'}"]


def run_facts(summary: RunSummary) -> dict[str, Any]:
    """What a run did, as part of a result."""
    facts = {"images": summary.rows, "made_now": summary.made, "errors": summary.errors}
    return facts | ({"reasons": list(summary.reasons)} if summary.reasons else {})
