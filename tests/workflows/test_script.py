"""The script of docs/python.md runs as it stands there."""

import re
from pathlib import Path

import pytest
from tests.conftest import write_pictures

from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSetInfo, ImportSource, Kind, open_reader

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


def aligned_set(name: str, kind: Kind, *, people: int) -> None:
    write_pictures(Path(f"{name}-source"), {f"{name} {number:02}": 2 for number in range(people)}, side=112)
    info = FaceSetInfo(name=name, kind=kind, alignment="arcface-112")
    create(ImportSource(open_reader(Path(f"{name}-source"))), Path(name), info, runner=LocalRunner(1))


def test_the_script_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    aligned_set("lfw", "real", people=80)
    aligned_set("renders", "synthetic", people=6)
    script = re.findall(r"```python\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)[0]
    names: dict[str, object] = {}
    exec(compile(script, str(PAGE), "exec"), names)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "lfw compared with renders"
    assert len(printed) < 40
    fidelity = names["fidelity"]
    assert "Precision" in fidelity[fidelity.columns[0]].to_list()  # type: ignore[index]
    assert (tmp_path / "scores.png").stat().st_size > 10_000
    assert (tmp_path / "runs/tiny/tiny.onnx").is_file()
    assert "tiny" in (tmp_path / "runs/tiny/training.html").read_text()
