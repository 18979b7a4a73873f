"""The examples in the docstrings of the rooms that carry the others."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(importlib.import_module("facegap").__path__[0])
MODULES = sorted(
    "facegap." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for room in ("base", "faceset", "engine", "models", "faces")
    for path in (ROOT / room).rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted > 0
    assert outcome.failed == 0
