"""The examples in the docstrings of the renderer."""

import doctest
import importlib
from pathlib import Path

import pytest
from tests.rendering import workshop

ROOT = Path(importlib.import_module("facegap.render").__path__[0])
MODULES = sorted(
    "facegap.render." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in ROOT.rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name, tmp_path_factory, monkeypatch) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted > 0
    assert outcome.failed == 0
