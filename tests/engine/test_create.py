"""A source of two layers: made together, and again where something is missing."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.conftest import write_pictures
from tests.guarantees.test_kill import files
from tests.stages import Brightness, WithTruth

from facegap.base.errors import FaceSetError, WorkerError
from facegap.engine import LocalRunner, RunSummary, Worker, create, run
from facegap.engine.work import WorkFolder
from facegap.faceset import CopySource, FaceSet, FaceSetInfo, Part, decode, find_problems


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    write_pictures(tmp_path / "photos", {"ann": 3, "bob": 3}, side=8)
    return tmp_path / "photos"


def make(source: WithTruth, out: Path) -> tuple[FaceSet, RunSummary]:
    return create(source, out, FaceSetInfo(name="set", kind="real"), runner=LocalRunner(1))


def test_both_layers_are_there_in_one_order(photos: Path, tmp_path: Path) -> None:
    faceset, summary = make(WithTruth(photos), tmp_path / "set")
    assert faceset.layers() == ["images", "truth"]
    assert (summary.layer, summary.rows, summary.made, summary.errors) == ("images", 6, 6, 0)
    assert find_problems(faceset) == []
    images, truth = faceset.layer("images"), faceset.layer("truth")
    assert (truth.fingerprint, truth.settings, truth.needs) == (images.fingerprint, images.settings, {})
    frame = faceset.scan("images", "truth").collect()
    means = [float(decode(image["bytes"]).mean()) for image in frame["image"]]
    assert frame["truth.mean"].to_list() == means
    assert len(set(means)) == 6


def test_a_row_that_goes_wrong_is_one_error_in_images(photos: Path, tmp_path: Path) -> None:
    (photos / "ann/1.png").write_bytes(b"no image")
    faceset, summary = make(WithTruth(photos), tmp_path / "set")
    assert (summary.rows, summary.errors, len(summary.reasons)) == (6, 1, 1)
    assert (faceset.layer("images").errors, faceset.layer("truth").errors) == (1, 0)
    row = faceset.scan("images", "truth").collect().row(1, named=True)
    assert row["image_id"] == "ann/1"
    assert "ann/1.png" in row["error"]
    assert row["truth.mean"] is None


def test_a_second_run_does_nothing(photos: Path, tmp_path: Path) -> None:
    faceset, _ = make(WithTruth(photos), tmp_path / "set")
    before = {path: path.stat().st_mtime_ns for path in faceset.path.glob("*/*")}
    assert make(WithTruth(photos), tmp_path / "set")[1].made == 0
    assert {path: path.stat().st_mtime_ns for path in faceset.path.glob("*/*")} == before


@pytest.mark.parametrize(
    ("lost", "made"), [("truth/00001.parquet", 2), ("images/00002.parquet", 2), ("truth", 6), ("images", 6)]
)
def test_what_is_deleted_is_made_again(lost: str, made: int, photos: Path, tmp_path: Path) -> None:
    faceset, _ = make(WithTruth(photos), tmp_path / "set")
    whole = files(faceset.path)
    path = faceset.path / lost
    if path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path)
    assert make(WithTruth(photos), tmp_path / "set")[1].made == made
    assert files(faceset.path) == whole


def test_a_set_made_another_way_is_left_alone(photos: Path, tmp_path: Path) -> None:
    faceset, _ = make(WithTruth(photos), tmp_path / "set")
    before = files(faceset.path)
    with pytest.raises(FaceSetError, match=r"made another way \(factor was 1\.0, is 2\.0\); name another folder"):
        make(WithTruth(photos, factor=2.0), tmp_path / "set")
    assert files(faceset.path) == before


def test_a_set_gives_its_place_to_another_that_is_complete(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old set is whole until then; one that is killed while it is replaced is taken for unfinished, and goes on."""
    faceset, _ = make(WithTruth(photos), tmp_path / "set")
    run(Brightness(), faceset, runner=LocalRunner(1))
    (tmp_path / "set" / "notes.txt").write_text("mine")
    before = files(faceset.path)
    new = FaceSetInfo(name="another", kind="synthetic")

    class Breaks(WithTruth):
        def truth(self, images: list[dict[str, Any] | None]) -> pa.Table:
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        create(Breaks(photos, factor=2.0), faceset.path, new, runner=LocalRunner(1), replace=True)
    assert {name: data for name, data in files(faceset.path).items() if not name.startswith(".work")} == before

    put = WorkFolder._put_in_place

    def killed(work: WorkFolder, layer: str) -> None:
        if layer == "images":
            raise KeyboardInterrupt
        put(work, layer)

    monkeypatch.setattr(WorkFolder, "_put_in_place", killed)
    with pytest.raises(KeyboardInterrupt):
        create(WithTruth(photos, factor=2.0), faceset.path, new, runner=LocalRunner(1), replace=True)
    monkeypatch.setattr(WorkFolder, "_put_in_place", put)
    with pytest.raises(FaceSetError, match="it is not finished"):
        FaceSet.open(faceset.path)
    replaced, summary = create(WithTruth(photos, factor=2.0), faceset.path, new, runner=LocalRunner(1), replace=True)
    assert (summary.made, replaced.layers(), replaced.info.name, replaced.info.kind) == (
        0,
        ["images", "truth"],
        "another",
        "synthetic",
    )
    assert find_problems(replaced) == []
    assert not (tmp_path / "set" / "quality").exists()
    assert (tmp_path / "set" / "notes.txt").read_text() == "mine"
    fresh, _ = create(WithTruth(photos, factor=2.0), tmp_path / "fresh", new, runner=LocalRunner(1))
    (tmp_path / "set" / "notes.txt").unlink()
    assert files(replaced.path) == files(fresh.path)


def test_what_is_the_same_is_not_made_again(photos: Path, tmp_path: Path) -> None:
    """Only what is said of the set is replaced then, and its layers stay."""
    faceset, _ = make(WithTruth(photos), tmp_path / "set")
    run(Brightness(), faceset, runner=LocalRunner(1))
    info = FaceSetInfo(name="set", kind="synthetic", license="CC0")
    replaced, summary = create(WithTruth(photos), faceset.path, info, runner=LocalRunner(1), replace=True)
    assert (summary.made, replaced.layers()) == (0, ["images", "quality/brightness", "truth"])
    assert (replaced.info.kind, replaced.info.license) == ("synthetic", "CC0")


def test_what_is_not_replaced(photos: Path, tmp_path: Path) -> None:
    faceset, _ = make(WithTruth(photos), tmp_path / "set")
    before = files(faceset.path)
    all_of_it = CopySource((Part(faceset.path, np.arange(6)),), {"source": "select"})
    with pytest.raises(FaceSetError, match="can't be replaced by a set that is made from it"):
        create(all_of_it, faceset.path, faceset.info, runner=LocalRunner(1), replace=True)
    assert files(faceset.path) == before
    with pytest.raises(FaceSetError, match="exists and is not a face set"):
        create(WithTruth(photos), photos, faceset.info, runner=LocalRunner(1), replace=True)
    busy = WorkFolder(faceset.path, ("embeddings/a",), "0" * 16)
    (busy.path / "receipts").mkdir(parents=True)
    with (busy.path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FaceSetError, match=r"another run is writing embeddings\.a of"):
            create(WithTruth(photos, factor=2.0), faceset.path, faceset.info, runner=LocalRunner(1), replace=True)
    assert {name: data for name, data in files(faceset.path).items() if not name.startswith(".work")} == before


def test_what_a_set_says_of_itself_stays(photos: Path, tmp_path: Path) -> None:
    """A run that says less takes nothing away, one that says more adds to it, one that says otherwise is an error."""

    def described(**info: Any) -> FaceSetInfo:
        info = {"name": "set", "kind": "real"} | info
        return create(WithTruth(photos), tmp_path / "set", FaceSetInfo(**info), runner=LocalRunner(1))[0].info

    described(name="faces", license="CC BY", provenance={"source": "photos"})
    info = described(alignment="arcface-112", provenance={"source": "elsewhere"})
    assert (info.name, info.license, info.alignment) == ("faces", "CC BY", "arcface-112")
    assert (info.provenance, info.image_size) == ({"source": "photos"}, (8, 8))
    before = files(tmp_path / "set")
    with pytest.raises(FaceSetError, match=r"kind was 'real', is 'synthetic'; license was 'CC BY', is 'MIT'"):
        described(kind="synthetic", license="MIT")
    assert files(tmp_path / "set") == before


def test_verify_finds_a_layer_from_another_set(photos: Path, tmp_path: Path) -> None:
    """Its image ids are the same, so its settings are all that tells."""
    faceset, _ = make(WithTruth(photos), tmp_path / "set")
    other, _ = make(WithTruth(photos, factor=2.0), tmp_path / "other")
    faceset.layer_path("truth").rename(tmp_path / "aside")
    other.layer_path("truth").rename(faceset.layer_path("truth"))
    assert [problem.where for problem in find_problems(faceset)] == ["truth"]


class Wrong(WithTruth):
    """A source that breaks the contract by what ``change`` makes of its tables."""

    def __init__(self, folder: Path, change: Callable[[dict[str, pa.Table]], Any]) -> None:
        super().__init__(folder)
        self.change = change

    def start(self, worker: Worker) -> Callable[[int], Any]:
        tables = super().start(worker)
        return lambda shard: map(self.change, tables(shard))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda tables: {"images": tables["images"]}, "tables for images where its layers are images, truth"),
        (lambda tables: tables | {"truth": tables["truth"].slice(1)}, "truth: the source made 1 rows beside 2"),
        (lambda tables: tables | {"truth": tables["images"]}, "truth: the source made a column 'image_id'"),
        (
            lambda tables: {layer: table.slice(1) for layer, table in tables.items()},
            "shard 0: .* 1 rows where it said 2",
        ),
    ],
)
def test_a_source_that_breaks_its_contract_is_told(
    change: Callable[[Any], Any], message: str, photos: Path, tmp_path: Path
) -> None:
    with pytest.raises(WorkerError, match=message):
        make(Wrong(photos, change), tmp_path / "set")
    with pytest.raises(FaceSetError, match="not finished; run the command"):
        FaceSet.open(tmp_path / "set")


def test_the_images_come_first(photos: Path, tmp_path: Path) -> None:
    """What is put in place last, and counts the errors, is the first layer."""
    source = WithTruth(photos)
    source.layers = ("truth", "images")
    with pytest.raises(WorkerError, match="begin with images; these are truth, images"):
        make(source, tmp_path / "set")
