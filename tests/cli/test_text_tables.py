import re

import pytest
from click.testing import Result
from rich.cells import cell_len
from typer.testing import CliRunner

from facegap.cli.app import app
from facegap.cli.console import print_summary, print_table
from facegap.cli.text_tables import break_words, fit_table
from facegap.estimates import Estimate
from facegap.report import Table
from facegap.report.page.tables import TableColumn

COLUMNS = ["Accuracy,\N{NO-BREAK SPACE}%", "EER,\N{NO-BREAK SPACE}%", "TAR at 1e-3,\N{NO-BREAK SPACE}%", "d′"]
ROWS = [
    ("mobilefacenet, LFW View 2", ["99.13", "0.92", "98.40", "5.67"]),
    ("face-render, mean of 3 seeds, CFP frontal-profile", ["86.98", "13.02", "–", "1.99"]),
    ("名前の長い認識器, 名", ["50.00", "50.00", "0.10", "0.00"]),
]


@pytest.mark.parametrize("width", [10, 24, 40, 60, 80, 120])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_no_number_and_no_word_is_cut_at_any_width(width: int, count: int) -> None:
    text = fit_table("Model, task", COLUMNS, ROWS[:count], width=width)
    words = [word for name, cells in ROWS[:count] for word in (*name.split(" "), *cells)]
    for word in words + ([word for column in COLUMNS for word in column.split(" ")] if count else []):
        assert re.search(rf"(^|\s){re.escape(word)}(\s|$)", text), word
    longest = max(map(cell_len, words), default=0)
    for line in text.splitlines():
        assert line == line.rstrip(" ")
        assert cell_len(line) <= max(width, longest + 2 + 14), line


def test_forms_from_wide_to_narrow() -> None:
    """As it is, headings broken, names broken too, turned, a list."""
    columns, rows = ["first number", "second number"], [("the name of a row", ["1.5", "2.5"]), ("b", ["3.5", "4.5"])]
    forms = [fit_table("row", columns, rows, width=width).splitlines() for width in (46, 40, 30, 22, 19)]
    heads = [form[0].split() for form in forms]
    assert heads[0] == ["row", "first", "number", "second", "number"]
    assert heads[1] == heads[2] == ["row", "first", "second"]
    assert [form[3].startswith("the name of a row ") for form in forms[:3]] == [False, True, False]
    assert forms[3][-2].split() == ["second", "2.5", "4.5"]
    assert forms[4][:3] == ["the name of a row", "  first number   1.5", "  second number  2.5"]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="the row 'b' has 1 cells for 4 columns"):
        fit_table("a", COLUMNS, [("b", ["1"])], width=80)


def test_words_are_broken_at_spaces_only() -> None:
    assert break_words("/a/very/long/path and more", 8) == ["/a/very/long/path", "and more"]
    assert break_words("0.91\N{NO-BREAK SPACE}%", 3) == ["0.91\N{NO-BREAK SPACE}%"]
    assert break_words("", 3) == [""]


def ended(*arguments: str, width: int) -> Result:
    return CliRunner(env={"COLUMNS": str(width)}).invoke(app, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_card_keeps_its_numbers_in_a_narrow_terminal(width: int) -> None:
    text = ended("models", "show", "mac-render", width=width).stdout.partition("On people")[2]
    assert "…" not in text
    for word in ("balanced", "accuracy", "calibration", "precision", "Wearing_Necktie"):
        assert word in text
    rows = re.findall(r"\d\.\d{3}", text)
    assert len(rows) == len(
        re.findall(r"\d\.\d{3}", ended("models", "show", "mac-render", width=200).stdout.partition("On people")[2])
    )
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_benchmark_keeps_its_numbers_in_a_narrow_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    names = ("Accuracy", "EER", "AUC", "TAR at 1e-2", "TAR at 1e-3", "TAR at 1e-4")
    columns = (*(TableColumn(name, places=2, percent=True) for name in names), TableColumn("d′", places=2))
    cells = (*[Estimate(0.9913, 0.98, 0.995)] * len(names), 5.678)
    print_table(
        Table("Model, task", columns, (("mobilefacenet, LFW View 2", cells), ("another recognizer, CFP", cells)))
    )
    text = capsys.readouterr().out
    assert text.count("99.13") == 2 * len(names)
    assert text.count("5.68") == 2
    assert "[" not in text
    assert max(map(len, text.splitlines())) <= width


def test_sentences_are_broken_between_words_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    sentences = "Precision 14.25 % of all images.\nRecall 61.50 %."
    print_summary(sentences)
    assert capsys.readouterr().out == f"{sentences}\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_summary(sentences)
    assert capsys.readouterr().out == "Precision 14.25 % of all\nimages.\nRecall 61.50 %.\n"
