import shutil
from pathlib import Path

import pytest
from tests.rendering import workshop

from facegap.base.errors import ConfigError
from facegap.render import Recipe, discard_broken, prepare
from facegap.render.head.basis import VERSION as BASIS
from facegap.render.head.basis import head_basis


@pytest.fixture(autouse=True)
def home(tmp_path, tmp_path_factory, monkeypatch) -> Path:
    shutil.copytree(workshop(tmp_path_factory.getbasetemp()), tmp_path / "home")
    monkeypatch.setenv("FACEGAP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_what_is_whole_is_kept(home: Path) -> None:
    told: list[str] = []
    before = {path: path.stat().st_mtime_ns for path in home.iterdir()}
    prepare(Recipe.load("wild"), tell=told.append)
    assert told == []
    assert {path: path.stat().st_mtime_ns for path in home.iterdir()} == before


@pytest.mark.parametrize("damage", ["cut short", "empty", "other bytes"])
def test_what_is_broken_is_told_and_goes(damage: str, home: Path) -> None:
    path = home / f"head-basis-{BASIS}.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes({"cut short": content[: len(content) // 3], "empty": b"", "other bytes": content}[damage])
    told: list[str] = []
    discard_broken(told.append)
    assert len(told) == 1
    assert f"{path} is cut short or damaged; making it again" in told[0]
    assert not path.exists()


def test_the_head_is_read_again_with_its_progress(home: Path) -> None:
    path = home / f"head-basis-{BASIS}.npz"
    path.unlink()
    begun: list[tuple[str, int]] = []

    class Report:
        rows = 0
        ended = False

        def begin(self, *, what: str, rows: int, done: int) -> None:
            begun.append((what, rows))

        def advance(self, rows: int) -> None:
            self.rows += rows

        def end(self) -> None:
            self.ended = True

    report = Report()
    prepare(Recipe.load("wild"), progress=report)
    assert begun == [("reading head shapes, once", report.rows)]
    assert report.ended
    assert path.is_file()
    assert head_basis().targets.dtype == "float16"


def test_an_unknown_device_is_told() -> None:
    with pytest.raises(ConfigError, match=r"--device tpu: this machine has none of that name; it has cpu"):
        prepare(Recipe.load("wild"), device="tpu")
