"""The examples in docstrings are true: each module that has some runs them."""

import doctest
import importlib
from pathlib import Path

import pytest

import facegap

ROOT = Path(facegap.__file__).parent
WITH_EXAMPLES = sorted(
    "facegap." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in ROOT.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8") and "render" not in path.relative_to(ROOT).parts
)


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_of_a_module_are_true(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    results = doctest.testmod(importlib.import_module(module.removesuffix(".__init__")))
    assert results.attempted
    assert not results.failed
