import ast
import itertools
import re
from pathlib import Path

import pytest

import facegap.report

REPORT = Path(facegap.report.__file__).parent
PAGES = sorted({template.parent for template in REPORT.rglob("*.html")} - {REPORT / "page"})


def test_templates_are_those_that_are_filled_in() -> None:
    files = [*REPORT.rglob("*.py"), *REPORT.rglob("*.html")]
    asked = {name for file in files for name in re.findall(r'"((?:\w+/)+\w+\.html)"', file.read_text(encoding="utf-8"))}
    there = {path.relative_to(REPORT).as_posix() for path in REPORT.rglob("*.html")}
    assert asked == there


def test_tables_scroll_within_a_box() -> None:
    """So that no column is cut where the screen is narrow."""
    for template in REPORT.rglob("*.html"):
        lines = [line.strip() for line in template.read_text(encoding="utf-8").splitlines()]
        for before, line in itertools.pairwise(lines):
            if line.startswith("<table"):
                assert before == '<div class="scroll">', f'{template.name}: put it into <div class="scroll">'


def test_every_face_can_be_opened() -> None:
    for template in {*REPORT.rglob("*.html")} - {REPORT / "page/faces.html"}:
        assert "<img" not in template.read_text(encoding="utf-8"), f"{template.name}: show it by `face` of faces.html"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_its_sections(page: Path) -> None:
    """Those of a folder within a page's folder are shown by that page, or by one of its own."""
    trees = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in page.glob("*.py")}
    whole = [path for folder in {page, page.parent} - {REPORT} for path in folder.glob("*.py")]
    calls = {path.name: _calls(ast.parse(path.read_text(encoding="utf-8"))) for path in whole}
    reports = {name for name, called in calls.items() if "write_page" in called}
    shown = set().union(*(calls[name] for name in reports))
    for name, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and re.fullmatch(r"[a-z]\w*_sections?", node.name):
                assert node.name in shown, f"{name}: call {node.name} in {' or '.join(sorted(reports))}"


def _calls(tree: ast.Module) -> set[str]:
    """The functions that a module calls by their bare names."""
    nodes = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {function.id for function in nodes if isinstance(function, ast.Name)}
