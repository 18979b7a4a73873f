import re
from pathlib import Path

import facegap.report

REPORT = Path(facegap.report.__file__).parent


def test_templates_are_those_that_are_filled_in() -> None:
    files = [*REPORT.rglob("*.py"), *REPORT.rglob("*.html")]
    asked = {name for file in files for name in re.findall(r'"(\w+/\w+\.html)"', file.read_text(encoding="utf-8"))}
    there = {path.relative_to(REPORT).as_posix() for path in REPORT.rglob("*.html")}
    assert asked == there
