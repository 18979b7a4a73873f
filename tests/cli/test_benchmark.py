"""``facegap benchmark`` and ``facegap score``: as people use them."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from click.testing import Result
from tests.benchmark.protocols.layouts import BUILDERS
from tests.conftest import MakeSet, write_card, write_embedder
from typer.testing import CliRunner

from facegap.cli.app import app
from facegap.faceset import FaceSet
from facegap.workflows.parts.recognizers import named_models, runs_of


def facegap(*arguments: object, code: int = 0) -> Result:
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ended.exit_code == code, ended.output
    return ended


@pytest.fixture
def networks(tmp_path: Path) -> list[Path]:
    """Two that differ in their weights."""
    made = []
    for number in (1, 2):
        folder = tmp_path / f"network-{number}"
        folder.mkdir()
        model, _ = write_embedder(folder / "linear.onnx", side=16, seed=number)
        write_card(model)
        made.append(model.path)
    return made


def trained_folder(folder: Path, *names: str) -> Path:
    """As a training with a seed for each leaves it."""
    folder.mkdir(parents=True)
    for number, name in enumerate(names):
        model, _ = write_embedder(folder / f"{name}.onnx", side=16, seed=len(str(folder)) + number)
        write_card(replace(model, card=model.card.model_copy(update={"name": name})))
    (folder / "run.json").write_text(json.dumps({"recognizers": [{"name": name} for name in names]}))
    return folder


ALIGNED = ("--aligned", "arcface-112", "--workers", 1)


def test_two_recognizers_on_two_protocols_to_one_report(networks: list[Path], tmp_path: Path) -> None:
    lfw, rfw = BUILDERS["lfw"](tmp_path / "lfw").data, BUILDERS["rfw"](tmp_path / "rfw").data
    data = ["--protocol", "lfw", "--data", lfw, "--protocol", "rfw", "--data", rfw]
    models = ["--model", networks[0], "--model", networks[1]]
    out = tmp_path / "out"
    ended = facegap("benchmark", *models, *data, *ALIGNED, "--out", out, "--json")
    protocols = json.loads(ended.stdout)["protocols"]
    assert [found["protocol"] for found in protocols] == ["lfw", "rfw"]
    names = [model["model"] for model in protocols[0]["models"]]
    assert len(set(names)) == 2  # one name on two cards: told apart by the files
    assert all(name.startswith("linear-") for name in names)
    assert protocols[0]["differences"][0]["first"] == names[0]
    assert protocols[1]["models"][0]["fairness"][0]["task"] == "rfw"
    rows = list(csv.DictReader((out / "verification.csv").read_text().splitlines()))
    assert [row["Model, task"] for row in rows[:2]] == [f"{name}, lfw" for name in names]
    value = protocols[0]["models"][0]["verifications"][0]["eer"]["value"]
    assert float(rows[0]["EER"]) == pytest.approx(value)
    assert r"\toprule" in (out / "verification.tex").read_text()
    page = (out / "report.html").read_text()
    for text in (
        "Error rates on rfw",
        "Fairness on rfw",
        "Differences between recognizers",
        "Method and caveats",
        names[1],
    ):
        assert text in page
    assert (out / "lfw-det.png").is_file()
    again = facegap("benchmark", *models, *data, *ALIGNED)
    assert f"{names[0]} classifies" in again.stdout
    assert "differ clearly" in again.stdout or " than " in again.stdout


def test_the_seeds_of_a_training_have_a_mean(tmp_path: Path) -> None:
    run = trained_folder(tmp_path / "run", "small-seed-0", "small-seed-1", "small-seed-2")
    shutil.copy(run / "small-seed-0.onnx", run / "small.onnx")  # of the same folder's training with seed 0 alone
    shutil.copy(run / "small-seed-0.toml", run / "small.toml")
    lfw = BUILDERS["lfw"](tmp_path / "lfw").data
    asked = ("--model", run, "--protocol", "lfw", "--data", lfw, *ALIGNED)
    facegap("benchmark", *asked, "--out", tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out/verification.csv").read_text().splitlines()))
    assert [row["Model, task"] for row in rows] == [
        *(f"small-seed-{seed}, lfw" for seed in (0, 1, 2)), "run, mean of 3 seeds, lfw",
    ]  # fmt: skip
    errors = [float(row["EER"]) for row in rows]
    assert errors[3] == pytest.approx(np.mean(errors[:3]))
    half = scipy.stats.t.ppf(0.975, 2) * np.std(errors[:3], ddof=1) / 3**0.5
    assert float(rows[3]["EER high"]) - errors[3] == pytest.approx(half)
    empty = facegap("benchmark", "--model", tmp_path / "lfw", *asked[2:], code=1).stderr
    assert "no network in it" in empty


def test_runs_of_one_name_stay_apart_and_others_networks_out(tmp_path: Path) -> None:
    first = trained_folder(tmp_path / "a/run", "one-seed-0", "one-seed-1")
    second = trained_folder(tmp_path / "b/run", "two-seed-10", "two-seed-9")
    third = trained_folder(tmp_path / "c", "alone")
    shutil.copy(first / "one-seed-0.onnx", third / "stale.onnx")
    shutil.copy(first / "one-seed-0.toml", third / "stale.toml")
    models = named_models([str(first), str(second), str(third)])
    assert list(models) == ["one-seed-0", "one-seed-1", "two-seed-10", "two-seed-9", "alone"]
    assert runs_of(models) == {
        str(Path("a/run")): ["one-seed-0", "one-seed-1"], str(Path("b/run")): ["two-seed-10", "two-seed-9"],
    }  # fmt: skip
    by_path = [str(first / f"one-seed-{seed}.onnx") for seed in (0, 1)]
    assert runs_of(named_models(by_path)) == {"run": ["one-seed-0", "one-seed-1"]}


def test_a_damaged_folder_of_a_training_is_told(tmp_path: Path) -> None:
    run = trained_folder(tmp_path / "run", "small-seed-0", "small-seed-1")
    asked = ("benchmark", "--model", run, "--protocol", "lfw", "--data", tmp_path)
    (run / "small-seed-1.onnx").unlink()
    assert "small-seed-1.onnx, which its run.json names, is missing" in facegap(*asked, code=1).stderr
    for damaged in ("{}", "{", '{"recognizers": ["small"]}'):
        (run / "run.json").write_text(damaged)
        assert "not a training's record that can be read" in facegap(*asked, code=1).stderr


def test_people_in_a_gallery(networks: list[Path], tmp_path: Path) -> None:
    data = BUILDERS["gallery"](tmp_path / "data").data
    asked = ("--model", networks[0], *("--protocol", "gallery", "--data", data) * 2, *ALIGNED)
    ended = facegap("benchmark", *asked, "--out", tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text()
    for name in ("gallery", "gallery-2"):  # named twice, told apart
        assert f"of 2 mated probes of {name} at rank 1 in a gallery of 2 people" in ended.stdout
        assert f"{name}: {data}" in ended.stderr
        assert page.count(f'<section id="{name}">') == 1
        assert (tmp_path / f"out/{name}-cmc.png").is_file()
    assert not (tmp_path / "out/verification.csv").exists()


def test_a_face_set_is_taken_as_it_is(networks: list[Path], tmp_path: Path) -> None:
    lfw = BUILDERS["lfw"](tmp_path / "lfw").data
    asked = ("benchmark", "--model", networks[0], "--protocol", "lfw", "--data", lfw, "--workers", 1)
    expected = json.loads(facegap(*asked, "--aligned", "arcface-112", "--json").stdout)
    mine = tmp_path / "my-lfw"
    facegap("import", lfw, mine, "--kind", "real", *ALIGNED)
    facegap("embed", mine, "--model", networks[0], "--name", "mine", "--workers", 1)
    shutil.rmtree(lfw / "lfw-deepfunneled")  # neither the photographs are needed nor the detector
    ended = facegap(*asked, "--faces", mine, "--json")
    found = json.loads(ended.stdout)
    assert found["protocols"][0].pop("face_set") == "my-lfw"
    assert expected["protocols"][0].pop("face_set") is None
    assert found == expected
    assert f"{expected['protocols'][0]['images']} of" in ended.stderr
    assert FaceSet.open(mine).layers() == ["images", "embeddings/mine"]  # the same network's, by its hash
    other = json.loads(facegap(*asked, "--faces", f"lfw={mine}", "--model", networks[1], "--json").stdout)
    assert len(other["protocols"][0]["models"]) == 2
    assert len(FaceSet.open(mine).layers()) == 3

    facegap("select", mine, tmp_path / "few", "--where", "identity != 'lfw-deepfunneled/Bob'", "--workers", 1)
    ended = facegap(*asked, "--faces", tmp_path / "few", "--out", tmp_path / "out", code=3)
    assert "note: few lacks Bob/Bob_000" in ended.stderr
    assert "The face set few lacks 3 of the" in ended.stdout
    assert "The face set few lacks 3 of the" in (tmp_path / "out/report.html").read_text()
    assert "Their faces are those of the face set few" in (tmp_path / "out/report.html").read_text()
    lacking = json.loads((tmp_path / "out/results.json").read_text())["protocols"][0]["lacking"]
    assert sorted(lacking) == ["Bob/Bob_0001", "Bob/Bob_0002", "Bob/Bob_0003"]


@pytest.mark.parametrize(
    ("faces", "code", "message"),
    [
        (["nowhere"], 1, "nowhere is not a face set"),
        (["lwf=few"], 2, "unknown protocol of this benchmark 'lwf'; did you mean 'lfw'?"),
        (["one", "two"], 2, "several sets need the name of the protocol of each, as in lfw=SET"),
        (["one", "lfw=two"], 2, "several sets need the name"),
    ],
)
def test_faces_that_cannot_be_taken(
    faces: list[str], code: int, message: str, networks: list[Path], tmp_path: Path
) -> None:
    lfw = BUILDERS["lfw"](tmp_path / "lfw").data
    words = [word for each in faces for word in ("--faces", each)]
    ended = facegap("benchmark", "--model", networks[0], "--protocol", "lfw", "--data", lfw, *words, code=code)
    assert message in ended.stderr


def test_what_cannot_be_benchmarked_is_told(networks: list[Path], tmp_path: Path) -> None:
    lfw = BUILDERS["lfw"](tmp_path / "lfw").data
    asked = ("benchmark", "--model", networks[0], "--protocol", "lfw")
    assert "each protocol needs its data" in facegap(*asked, "--protocol", "cfp", "--data", lfw, code=2).stderr
    unknown = facegap("benchmark", "--model", networks[0], "--protocol", "lwf", "--data", lfw, code=2).stderr
    assert "did you mean 'lfw'?" in unknown
    twice = facegap(*asked, "--data", lfw, "--model", networks[0], *ALIGNED, code=2).stderr
    assert "the same network is named twice" in twice
    assert "the network 'yunet' is known, but not on this machine" in facegap(*asked, "--data", lfw, code=1).stderr
    assert "name the benchmark's folder with --data" in facegap(*asked, "--data", tmp_path, *ALIGNED, code=1).stderr


def test_protocols_are_listed_with_their_files() -> None:
    assert "pairs.txt" in facegap("benchmark", "protocols").stdout
    assert "ijbc" in json.loads(facegap("benchmark", "protocols", "--json").stdout)


def test_submissions_need_no_labels(networks: list[Path], tmp_path: Path) -> None:
    data = BUILDERS["frcsyn"](tmp_path / "data").data
    (data / "comparison_files/sub-tasks_2.1_2.2/agedb_labels.txt").unlink()
    asked = ("--model", networks[0], "--threshold", 0.5)
    facegap("import", data / "images/agedb", tmp_path / "aligned", "--kind", "real", *ALIGNED)
    told = facegap("benchmark", "submit", data, tmp_path / "out", *asked, code=1).stderr
    assert "yunet" in told  # photographs need a detector, or to be said to be crops
    ended = facegap("benchmark", "submit", data, tmp_path / "out", *asked, *ALIGNED)
    lines = (tmp_path / "out/frcsyn-2.1-2.2-agedb.txt").read_text().splitlines()
    assert len(lines) == 2
    for line in lines:
        score, decision = line.split(",")
        assert (float(score) >= 0.5) == (decision == "1")
    assert "2 pairs" in ended.stdout
    labeled = data / "comparison_files/sub-tasks_1.1_1.2/bupt_comparison.txt"
    graded = ("benchmark", "grade", labeled, tmp_path / "out/frcsyn-1.1-1.2-bupt.txt", "--real", 0.9)
    found = json.loads(facegap(*graded, "--json").stdout)
    assert found["pairs"] == 2
    assert set(found["accuracy"]) == {"African male", "African female"}
    told = facegap(*graded).stdout
    assert "TO " in told
    assert f"{100 * found['summary']['trade_off']:.2f}" in told  # in per cent, as the table of a benchmark
    assert f"{100 * found['auc']:.2f} %" in told
    assert f"{found['gap_percent']:.2f} %" in told
    assert json.loads(facegap(*graded[:-1], 90, "--json").stdout) == found  # 90 is 0.9
    assert "above 0 and at most 1" in facegap(*graded[:-1], 0, code=2).stderr
    short = facegap("benchmark", "grade", labeled, labeled, code=1).stderr
    assert "expected score,decision" in short
    taken = ("benchmark", "submit", data, tmp_path / "taken", *asked, "--faces", tmp_path / "all", "--workers", 1)
    facegap("import", data, tmp_path / "all", "--kind", "real", *ALIGNED)
    assert "2 pairs" in facegap(*taken).stdout
    for file in (tmp_path / "out").iterdir():
        assert (tmp_path / "taken" / file.name).read_text() == file.read_text()
    again = facegap("benchmark", "submit", data, tmp_path / "out", *asked, *ALIGNED, code=1)
    assert "exists; nothing was written" in again.stderr


def test_a_set_is_scored(networks: list[Path], make_set: MakeSet, tmp_path: Path) -> None:
    faceset = make_set({f"p{n:02}": 3 for n in range(20)}, side=16, shard_rows=60, alignment="arcface-112")
    asked = (faceset.path, "--model", networks[0], "--workers", 1, "--groups", "images.identity")
    ended = facegap("score", *asked, "--out", tmp_path / "out", "--json")
    found = json.loads(ended.stdout)
    assert found["scores"]["mated"]["comparisons"] == 60
    assert len(found["group_names"]) == 20
    page = (tmp_path / "out/report.html").read_text()
    for text in ("Score distributions and error rates", "Fairness across groups", "needs 10,000,000"):
        assert text in page
    assert (tmp_path / "out/det.png").is_file()
    for name, rows in {"scores": 1, "thresholds": 7, "groups": 60, "fairness": 3}.items():
        assert len((tmp_path / f"out/{name}.csv").read_text().splitlines()) == 1 + rows
        assert r"\toprule" in (tmp_path / f"out/{name}.tex").read_text()
    assert "60 mated" in facegap("score", faceset.path).stdout
    told = facegap("score", faceset.path, "--groups", "truth.Male", code=1).stderr
    assert "names no column of a layer" in told
    bare = make_set({"a": 2}, name="bare", side=16)
    assert "make them with `facegap embed`" in facegap("score", bare.path, code=1).stderr
