"""``facegap audit``: as people use it."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from tests.benchmark.leakage.simulated import DIMENSIONS, images, people
from tests.conftest import MakeSet, write_card, write_embedder
from tests.given import give
from typer.testing import CliRunner

from facegap.cli.app import app
from facegap.faceset import FaceSet


def facegap(*arguments: object, code: int = 0) -> Result:
    """In this process, since starting one takes longer than an audit."""
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ended.exit_code == code, ended.output
    return ended


REAL, MADE = people(1, 90), people(2, 30)


@pytest.fixture
def real(make_set: MakeSet) -> FaceSet:
    faceset = make_set({f"real {n:02}": 2 for n in range(90)}, name="real", shard_rows=90, side=8)
    return give(faceset, images(REAL, 2, seed=3))


@pytest.fixture
def made(make_set: MakeSet) -> FaceSet:
    return make_set({f"made {n:02}": 2 for n in range(30)}, name="made", shard_rows=7, side=8)


def test_a_clean_set_passes(real: FaceSet, made: FaceSet, tmp_path: Path) -> None:
    give(made, images(MADE, 2, seed=4))
    arguments = ["audit", made.path, "--against", real.path, "--out", tmp_path / "out"]
    ended = facegap(*arguments)
    assert ended.stdout.startswith("Passed: none of 30 synthetic people resembles a real person")
    result = json.loads(facegap(*arguments, "--json").stdout)
    assert (result["passed"], result["audit"]["leakage"]["found"]) == (True, 0)
    assert json.loads((tmp_path / "out/results.json").read_text())["passed"] is True
    assert (tmp_path / "out/nearest.png").is_file()


def test_a_set_with_a_real_person_fails(real: FaceSet, made: FaceSet, tmp_path: Path) -> None:
    give(made, images(np.concatenate([MADE[:12], REAL[40:41], MADE[13:]]), 2, seed=4, alike=0.8), drop=1)
    arguments = ["audit", made.path, "--against", real.path, "--out", tmp_path / "out"]
    ended = facegap(*arguments, "--json", code=1)
    suspects = json.loads(ended.stdout)["audit"]["leakage"]["suspects"]
    assert [(suspect["identity"], suspect["reference_identity"]) for suspect in suspects] == [("made 12", "real 40")]
    page = (tmp_path / "out/report.html").read_text()
    assert "Failed: 1 of 30 synthetic people (3.33 %" in page
    assert "1 images of <strong>made</strong> have no embedding" in page
    assert page.count("<img") >= 2
    heading, resembling = (tmp_path / "out/resembling.csv").read_text().splitlines()
    assert heading.startswith("Synthetic person,Image,Real set,Real person,Real image,Compared,Score,Threshold")
    row = dict(zip(heading.split(","), resembling.split(","), strict=True))
    assert (row["Synthetic person"], row["Real set"], row["Real person"]) == ("made 12", "real", "real 40")
    assert float(row["Score"]) == suspects[0]["score"] > float(row["Threshold"])
    assert (tmp_path / "out/thresholds.tex").is_file()
    facegap(*arguments, "--max-share", 0.04)


def test_the_same_set_twice_is_all_leaks(real: FaceSet, tmp_path: Path) -> None:
    ended = facegap("audit", real.path, "--against", real.path, "--out", tmp_path / "out", "--json", code=1)
    audit = json.loads(ended.stdout)["audit"]
    assert audit["leakage"]["share"]["value"] == 1
    assert (audit["synthetic"]["name"], audit["references"][0]["name"]) == ("real", "real-2")


def test_from_pictures_to_a_verdict(make_set: MakeSet, tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx", dimensions=32)
    write_card(model)
    real = make_set({f"{n:02}": 1 for n in range(90)}, name="real", shard_rows=90, side=8, alignment="arcface-112")
    made = make_set({f"{n:02}": 1 for n in range(3)}, name="made", side=8, alignment="arcface-112")
    paths = [made.path, "--against", real.path, "--out", tmp_path / "out"]
    ended = facegap("audit", *paths, "--model", model.path, "--workers", 1, code=1)
    assert "linear does not separate people well enough" in ended.stdout
    assert "nobody in real has two images" in ended.stdout
    assert "Failed: 3 of 3 synthetic people" in facegap("audit", *paths, "--fmr", 0.01, code=1).stdout


def test_what_cannot_be_audited_is_told(real: FaceSet, made: FaceSet, make_set: MakeSet, tmp_path: Path) -> None:
    paths = [made.path, "--against", real.path, "--out", tmp_path / "out"]
    assert "make them with `facegap embed`" in facegap("audit", *paths, code=1).stderr
    assert "--fmr 2.0: a false match rate" in facegap("audit", *paths, "--fmr", 2, code=2).stderr
    broken = images(MADE, 2, seed=4)
    broken[17] = np.nan
    give(made, broken, name="broken")
    give(real, images(REAL, 2, seed=3), name="broken")
    ended = facegap("audit", *paths, "--embedding", "broken", code=1)
    assert "in embeddings/broken that of made 08/1 has the length nan" in ended.stderr
    give(made, images(MADE, 2, seed=4), name="net", network="another")
    assert "were made with different model" in facegap("audit", *paths, "--embedding", "net", code=1).stderr
    empty = give(make_set({"x": 1}, name="empty", side=8), np.zeros((0, DIMENSIONS)), drop=1)
    alone = [empty.path, "--against", real.path, "--out", tmp_path / "out"]
    assert "no image has an embedding" in facegap("audit", *alone, code=1).stderr
    one = give(make_set({"x": 3}, name="one", side=8), images(REAL[:1], 3, seed=0))
    ended = facegap("audit", real.path, "--against", one.path, "--out", tmp_path / "out", code=1)
    assert "0 comparisons of different people are too few" in ended.stderr
    assert not (tmp_path / "out").exists()
