"""Results show themselves."""

import csv
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.compared import compared, embedded, in_memory
from tests.labels import random_set

from facegap.base.errors import ConfigError
from facegap.workflows.comparing import ComparisonResult


@pytest.fixture(scope="module")
def result() -> ComparisonResult:
    shares = {"Male": 0.5, "<b>Bald</b>": 0.3, "Smiling": 0.6}
    sets = tuple(
        in_memory(
            name,
            labels=random_set(shares, people=20, images=3, alike=0.3, seed=seed),
            vectors=embedded(20, 3, seed=seed),
        )
        for seed, name in enumerate(("real & true", "made"))
    )
    return ComparisonResult(compared(*sets), (None, None), sets, ())


def test_a_result_prints_a_handful_of_lines(result: ComparisonResult) -> None:
    lines = repr(result).splitlines()
    assert lines[0] == "real & true compared with made"
    assert lines[-1].strip() == f"tables: {', '.join(result.tables)}"
    assert len(lines) < 20


def test_parts_of_an_analysis_print_short(result: ComparisonResult) -> None:
    long = {type(part).__name__: len(repr(part)) for part in _parts(result.comparison) if len(repr(part)) > 2000}
    assert not long


def _parts(value: object) -> Iterator[object]:
    """The dataclasses in a result, from the outermost on."""
    if dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _parts(item)


def test_a_notebook_shows_findings_and_tables_escaped(result: ComparisonResult) -> None:
    html = result._repr_html_()
    assert "real &amp; true" in html
    assert "&lt;b&gt;Bald&lt;/b&gt;" in html
    assert "<b>Bald" not in html
    assert html.count("<table>") == 2


def test_frames_have_the_columns_of_the_tables_that_are_written(result: ComparisonResult, tmp_path: Path) -> None:
    from facegap.report.page.tables import to_csv

    for name, table in result.report_tables().items():
        rows = list(csv.reader(to_csv(table).splitlines()))
        frame = result.to_frame(name)
        assert frame.columns == rows[0]
        for row, written in zip(frame.iter_rows(), rows[1:], strict=True):
            for value, cell in zip(row, written, strict=True):
                assert cell == "" if value is None else str(value) == cell or float(cell) == float(value)
    assert result.to_frame().equals(result.to_frame(result.tables[0]))
    assert result.to_frame("fidelity").schema["made against real & true low"] == pl.Float64
    with pytest.raises(ConfigError, match="did you mean 'fidelity'"):
        result.to_frame("fidelty")


def test_figures_show_themselves() -> None:
    sets = tuple(in_memory(name, vectors=embedded(20, 3, seed=seed)) for seed, name in enumerate(("real", "made")))
    figures = ComparisonResult(compared(*sets), (None, None), sets, ()).figures
    assert {"fidelity", "scores"} <= set(figures)
    assert "<svg" in figures["scores"]._repr_svg_()


def test_json_is_what_the_command_prints(result: ComparisonResult) -> None:
    assert json.loads(result.to_json())["pairs"][0]["real"]["name"] == "real & true"
