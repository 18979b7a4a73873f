import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facegap.estimates import Estimate
from facegap.report.page.tables import Table, TableColumn, escape, to_csv, to_latex

NAN, INF = float("nan"), float("inf")
HOSTILE = 'R&D_50% $x$ {a}, "b"\n#1 \\input{x} ~^ <|>'

TABLE = Table(
    corner="model",
    columns=(
        TableColumn("lfw", places=1, percent=True),
        TableColumn("d′", places=2),
        TableColumn("note"),
        TableColumn("pairs", places=0),
    ),
    rows=(
        (HOSTILE, (Estimate(0.95, 0.94, 0.955), Estimate(-1.5, NAN, NAN), "a & b", 6000)),
        ("[x]", (None, Estimate(INF, 2.0, INF), "=1,2", NAN)),
    ),
)


def test_latex_by_hand() -> None:
    lines = to_latex(TABLE).splitlines()
    assert lines[0] == r"\begin{tabular}{lrrrr}"
    assert lines[2] == r"model & lfw (\%) & d′ & note & pairs \\"
    name = (
        r"R\&D\_50\% \$x\$ \{a\}, {\char34}b{\char34} \#1 \textbackslash{}input\{x\} "
        r"\textasciitilde{}\textasciicircum{} \textless{}\textbar{}\textgreater{}"
    )
    assert lines[4] == name + r" & 95.0 [94.0, 95.5] & $-$1.50 & a \& b & 6000 \\"
    assert lines[5] == r"{[}x] & -- & $\infty$ [2.00, $\infty$] & =1,2 & -- \\"
    assert lines[1::2][:2] == [r"\toprule", r"\midrule"]
    assert lines[6:] == [r"\bottomrule", r"\end{tabular}"]


def test_intervals_as_plus_minus_take_the_longer_side() -> None:
    lines = to_latex(TABLE, interval="plus-minus").splitlines()
    assert r" & 95.0 $\pm$ 1.0 & $-$1.50 & " in lines[4]
    assert r"$\infty$ $\pm$ $\infty$" in lines[5]
    assert r" & 95.0 & $-$1.50 & " in to_latex(TABLE, interval="none").splitlines()[4]


@given(st.text())
def test_no_name_escapes_from_its_cell(name: str) -> None:
    """Whatever a name holds, each special character is a command or escaped, and the row stays one line."""
    table = Table(name, (TableColumn(name),), ((name, (name,)),))
    lines = to_latex(table).splitlines()
    assert len(lines) == 7
    for line in (lines[2], lines[4]):
        without = re.sub(r"\\text[a-z]+\{\}|\\[&%$#_{}]|\{[\[*]\}|\{\\char34\}", "", line.removesuffix(r" \\"))
        assert without.count("&") == 1
        assert not re.search(r"[%$#_{}\\~^]", without)
        assert not line.startswith(("[", "*"))


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")))
def test_csv_gives_names_back(name: str) -> None:
    table = Table(name, (TableColumn(name),), ((name, (name,)),))
    assert list(csv.reader(io.StringIO(to_csv(table), newline=""))) == [[name, name]] * 2


def test_csv_has_numbers_in_full_and_nothing_for_nothing() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(TABLE), newline="")))
    assert rows[0] == ["model", "lfw", "lfw low", "lfw high", "d′", "d′ low", "d′ high", "note", "pairs"]
    assert rows[1] == [HOSTILE, "0.95", "0.94", "0.955", "-1.5", "", "", "a & b", "6000"]
    assert rows[2] == ["[x]", "", "", "", "inf", "2.0", "inf", "=1,2", ""]


def test_rows_fit_their_columns() -> None:
    with pytest.raises(ValueError, match="the row 'a' has 2 cells for 1 columns"):
        Table("", (TableColumn("x"),), (("a", (1.0, 2.0)),))


def test_a_name_without_anything_to_escape_stays() -> None:
    assert escape("MobileFaceNet × ü (1)") == "MobileFaceNet × ü (1)"
