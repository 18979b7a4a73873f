import json
import os
import subprocess
import sys
import textwrap
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.conftest import MakeSet
from tests.stages import Brightness, FailsAt

from facegap.base.errors import FaceSetError, WorkerError
from facegap.engine import LocalRunner, RunSummary, run
from facegap.engine.work import WorkFolder
from facegap.faceset import find_problems

PEOPLE = {"ann": 4, "bob": 4}


class Told:
    """Progress that remembers."""

    def begin(self, *, what: str, rows: int, done: int) -> None:
        self.what, self.rows, self.done, self.ended = what, rows, done, False

    def advance(self, rows: int) -> None:
        self.done += rows

    def end(self) -> None:
        self.ended = True


def test_a_run_says_how_far_it_is(make_set: MakeSet) -> None:
    told = Told()
    summary = run(Brightness(), make_set(PEOPLE), runner=LocalRunner(1), progress=told)
    assert (told.what, told.rows, told.done, told.ended) == ("quality/brightness", 8, 8, True)
    assert (summary.rows, summary.made, summary.errors) == (8, 8, 0)


def test_a_second_run_does_nothing(make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    run(Brightness(), faceset, runner=LocalRunner(1))
    before = {path: path.stat().st_mtime_ns for path in faceset.shard_paths("quality/brightness")}
    assert run(Brightness(), faceset, runner=LocalRunner(1)).made == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_shards_of_a_failed_run_are_kept(make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    with pytest.raises(RuntimeError, match="broken"):
        run(FailsAt("bob/0", "broken"), faceset, runner=LocalRunner(1))
    assert faceset.unfinished() == ["quality.brightness: 2 of 4 shards"]
    assert "quality/brightness" not in faceset.layers()
    assert run(Brightness(), faceset, runner=LocalRunner(1)).made == 4
    assert faceset.unfinished() == []


def test_another_configuration_is_refused_and_says_what_differs(make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    run(Brightness(), faceset, runner=LocalRunner(1))
    before = faceset.layer("quality/brightness")
    with pytest.raises(FaceSetError, match=r"factor was 1\.0, is 2\.0.*--replace"):
        run(Brightness(2.0), faceset, runner=LocalRunner(1))
    assert faceset.layer("quality/brightness") == before


def test_replacing_puts_the_new_layer_there_once_it_is_complete(make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    run(Brightness(), faceset, runner=LocalRunner(1))
    old = faceset.column("quality/brightness", "brightness")

    class Broken(FailsAt):
        def settings(self) -> dict:
            return {"factor": 2.0}

    with pytest.raises(RuntimeError):
        run(Broken("bob/3", "broken"), faceset, runner=LocalRunner(1), replace=True)
    assert faceset.column("quality/brightness", "brightness").equals(old)
    run(Brightness(2.0), faceset, runner=LocalRunner(1), replace=True)
    assert faceset.column("quality/brightness", "brightness").to_list() == pytest.approx((old * 2).to_list())


def test_work_under_two_configurations_never_mixes(make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    with pytest.raises(RuntimeError):
        run(FailsAt("bob/0", "broken"), faceset, runner=LocalRunner(1))
    summary = run(Brightness(3.0), faceset, runner=LocalRunner(1))
    assert summary.made == 8
    values = faceset.column("quality/brightness", "brightness")
    assert values.min() > 255  # three times the brightness everywhere


def test_a_deleted_shard_is_made_again_and_only_that(make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    run(Brightness(), faceset, runner=LocalRunner(1))
    before = faceset.layer("quality/brightness")
    faceset.shard_paths("quality/brightness")[2].unlink()
    assert run(Brightness(), faceset, runner=LocalRunner(1)).made == 2
    assert faceset.layer("quality/brightness") == before
    assert find_problems(faceset) == []


@pytest.mark.parametrize(("failure", "message"), [("broken", "RuntimeError: broken"), ("die", "worker died.*shard")])
def test_a_worker_that_fails_ends_the_run_with_the_reason(failure: str, message: str, make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    with pytest.raises(WorkerError, match=f"(?s){message}"):
        run(FailsAt("bob/1", failure), faceset, runner=LocalRunner(2))
    run(Brightness(), faceset, runner=LocalRunner(2))
    assert find_problems(faceset) == []


def test_rows_in_error_are_counted_once_and_bounded(make_set: MakeSet, tmp_path: Path) -> None:
    """One image that can't be read is an error of the images, and none of the stage, nor a reason."""

    class Picky(Brightness):
        def value(self, image: dict | None) -> float | None:
            value = super().value(image)
            return None if value and image and image["path"].startswith("ann/0") else value

    (tmp_path / "set-source/ann").mkdir(parents=True)
    (tmp_path / "set-source/ann/bad.png").write_bytes(b"no image")
    faceset = make_set(PEOPLE)
    summary = run(Picky(), faceset, runner=LocalRunner(1))
    assert (summary.errors, summary.too_many_errors, summary.reasons) == (1, True, ("no image (1)",))
    again = run(Picky(), faceset, runner=LocalRunner(1), max_errors=0.2)
    assert (again.made, again.errors, again.too_many_errors) == (0, 1, False)


@pytest.mark.parametrize("fingerprint", ["0" * 64, "1" * 64])
def test_two_runs_of_one_layer_do_not_meet(fingerprint: str, make_set: MakeSet) -> None:
    """Neither under one configuration nor under two; those of other layers don't mind."""
    faceset = make_set(PEOPLE)
    with WorkFolder(faceset.path, ("quality/brightness",), "0" * 64).locked():
        second = WorkFolder(faceset.path, ("quality/brightness",), fingerprint)
        with pytest.raises(FaceSetError, match="another run"), second.locked():
            pass
        with WorkFolder(faceset.path, ("quality/brightness-2",), "0" * 64).locked():
            pass
        assert [name.partition(":")[0] for name in faceset.unfinished()] == [
            "quality.brightness",
            "quality.brightness-2",
        ]


def test_a_layer_that_another_run_has_just_finished_is_not_replaced(
    make_set: MakeSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    faceset = make_set(PEOPLE)
    lock = WorkFolder.locked
    others: list[RunSummary] = []

    def locked_late(work: WorkFolder) -> AbstractContextManager[None]:
        monkeypatch.setattr(WorkFolder, "locked", lock)
        others.append(run(Brightness(2.0), faceset, runner=LocalRunner(1)))
        return lock(work)

    monkeypatch.setattr(WorkFolder, "locked", locked_late)
    with pytest.raises(FaceSetError, match=r"factor was 2\.0, is 1\.0"):
        run(Brightness(), faceset, runner=LocalRunner(1))
    assert [other.made for other in others] == [8]
    assert faceset.layer("quality/brightness").settings["factor"] == 2.0
    assert faceset.unfinished() == []


def test_a_full_disk_is_said_and_loses_nothing(make_set: MakeSet, tmp_path: Path) -> None:
    """The limit on a file's size stands in for the end of the disk: both fail while a shard is written."""
    faceset = make_set({"ann": 40}, shard_rows=20)
    program = tmp_path / "program.py"
    program.write_text(
        textwrap.dedent(
            f"""
            import resource, sys
            from pathlib import Path
            from facegap.engine import LocalRunner, run
            from facegap.base.errors import FaceSetError
            from facegap.faceset import FaceSet
            from tests.stages import Brightness

            resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
            try:
                run(Brightness(), FaceSet.open(Path({str(faceset.path)!r})), runner=LocalRunner(1))
            except FaceSetError as error:
                print(error)
            """
        )
    )
    roots = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(roots)}

    def limited_to(size: int) -> str:
        command = [sys.executable, str(program), str(size)]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout

    assert "no room left" in limited_to(300)
    assert find_problems(faceset) == []
    assert not [path for path in faceset.path.glob(".work/*/scratch/**/*") if path.is_file()]
    assert limited_to(1 << 20) == ""
    assert json.loads((faceset.path / "quality/brightness/layer.json").read_text())["shards"][1]["rows"] == 20


def test_a_manifest_half_written_by_a_killed_run_is_not_left_behind(make_set: MakeSet) -> None:
    faceset = make_set(PEOPLE)
    with pytest.raises(RuntimeError):
        run(FailsAt("bob/0", "broken"), faceset, runner=LocalRunner(1))
    shards = next(faceset.path.glob(".work/*/layers/quality.brightness"))
    (shards / ".layer.json.tmp").write_text("{")
    run(Brightness(), faceset, runner=LocalRunner(1))
    assert not list(faceset.path.glob("quality/brightness/.*"))
