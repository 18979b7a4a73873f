"""Results and fingerprints stay what they were, whatever the code around them is called."""

import json
from pathlib import Path

import pytest
from tests.guarantees.numbers import RECORDED, measure
from tests.rendering import workshop


def test_a_study_gives_the_same_fingerprints_and_numbers_as_before(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))
    before, now = json.loads(RECORDED.read_text()), measure(tmp_path)
    assert now["layers"] == before["layers"]
    assert now["numbers"] == {name: pytest.approx(sums, rel=1e-3) for name, sums in before["numbers"].items()}
