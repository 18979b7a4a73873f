"""The examples in docstrings, ``>>>``, do what they say."""

import doctest
import importlib
from pathlib import Path
from unittest.mock import patch

import pytest

import facegap
from tests.rendering import workshop

PACKAGE = Path(facegap.__file__).parent
MODULES = sorted(
    ".".join(("facegap", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_do_what_they_say(
    name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if ".render" in name:
        monkeypatch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))
    with patch.dict("os.environ", {"COLUMNS": "120"}):
        outcome = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert outcome.attempted
    assert not outcome.failed
