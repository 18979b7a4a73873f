"""The result of a run depends on its input and settings, never on who computed it."""

from pathlib import Path

import pytest
from tests.conftest import write_embedder, write_pictures
from tests.guarantees.test_kill import files

from facegap.engine import LocalRunner, create, run
from facegap.faceset import FaceSetInfo, ImportSource, open_reader
from facegap.matching import Embed

PEOPLE = {"ann": 30, "bob": 40}


def made(source: Path, out: Path, *, workers: int, network: Path, shard_rows: int = 9) -> Path:
    plan = ImportSource(open_reader(source), shard_rows=shard_rows)
    info = FaceSetInfo(name="set", kind="real", alignment="arcface-112")
    faceset, _ = create(plan, out, info, runner=LocalRunner(workers))
    run(Embed(write_embedder(network)[0]), faceset, runner=LocalRunner(workers))
    return out


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_bytes(workers: int, tmp_path: Path) -> None:
    write_pictures(tmp_path / "photos", PEOPLE, side=8)
    one = made(tmp_path / "photos", tmp_path / "one", workers=1, network=tmp_path / "net.onnx")
    many = made(tmp_path / "photos", tmp_path / "many", workers=workers, network=tmp_path / "net.onnx")
    assert files(one) == files(many)


def test_an_embedding_does_not_depend_on_the_shards(tmp_path: Path) -> None:
    from facegap.faceset import FaceSet

    write_pictures(tmp_path / "photos", PEOPLE, side=8)
    columns = [
        FaceSet.open(
            made(tmp_path / "photos", tmp_path / str(rows), workers=1, network=tmp_path / "net.onnx", shard_rows=rows)
        ).column("embeddings/linear", "embedding")
        for rows in (1, 7, 100)
    ]
    assert columns[0].equals(columns[1])
    assert columns[0].equals(columns[2])
