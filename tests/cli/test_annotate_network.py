"""``facegap annotate`` with a network, the way back to a table, and the networks' cards: as people use them."""

import json
from pathlib import Path

import pytest
from tests.annotators import write_annotator
from tests.cli.commands import facegap
from tests.conftest import MakeSet

from facegap.faceset import FaceSet
from facegap.models import write_card


@pytest.fixture
def faces(make_set: MakeSet) -> FaceSet:
    return make_set({"ann": 2, "bob": 1}, side=8, alignment="arcface-112")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    write_card(model.card, model.path)
    return model.path


def test_a_network_answers_and_its_answers_are_exported(faces: FaceSet, network: Path, tmp_path: Path) -> None:
    ended = facegap("annotate", faces.path, "--model", network, "--workers", 1, "--json")
    result = json.loads(ended.stdout)
    assert (result["layer"], result["images"], result["made_now"]) == ("attributes/net", 3, 3)
    male = result["attributes"]["Male"]
    assert sum(male[label] for label in ("positive", "negative", "undefined")) == pytest.approx(1)
    assert male["validated"] is False
    assert "was never validated on" in ended.stderr
    assert result["never_answered"] == ["Attractive"]
    assert "annotator: net, trained on random numbers" in ended.stderr
    assert "note: Made by the tests." in ended.stderr
    everything = facegap("annotate", faces.path, "--model", network, "--name", "all")
    rows = {line.split()[0]: line.split() for line in everything.stdout.splitlines() if line.strip()}
    assert [rows[name].count("never") for name in ("Male", "Black_Hair", "Attractive")] == [0, 1, 2]
    assert "never: a label that the network never gives" in everything.stderr
    shown = facegap("annotate", faces.path, "--model", network, "--attributes", "Male", "--name", "one").stdout
    assert "positive" in shown
    assert "Blond_Hair" not in shown
    out = tmp_path / "out.csv"
    exported = json.loads(facegap("annotate", faces.path, "--export", out, "--name", "net", "--json").stdout)
    assert (exported["images"], len(exported["attributes_it_lacks"])) == (3, 43)
    assert out.read_text().startswith("Filename,Identity,Male,Young")
    again = json.loads(facegap("annotate", faces.path, "--labels", out, "--name", "back", "--json").stdout)
    assert (again["vocabulary"], again["labeled"]) == ("maad47", 3)
    assert faces.column("attributes/back", "Male").equals(faces.column("attributes/net", "Male"))
    assert "say --replace" in facegap("annotate", faces.path, "--export", out, "--name", "net", code=2).stderr


def test_what_is_wrong_is_said(faces: FaceSet, network: Path, tmp_path: Path) -> None:
    for options, message in (
        (["--labels", "a.csv", "--export", "b.csv"], "one of them at a time"),
        (["--labels", "a.csv", "--model", "x"], "--model is for a network's answers; it does nothing with --labels"),
        (["--zero", "negative"], "--zero goes with --labels FILE; it does nothing without"),
        (["--export", "b.csv", "--name", "net", "--workers", 1], "--workers is for a network's answers"),
        (["--export", tmp_path / "b.csv"], "--export needs --name"),
        (["--model", network, "--attributes", "Male,Mail"], "did you mean 'Male'"),
    ):
        assert message in facegap("annotate", faces.path, *options, code=2).stderr
    for options, message in (
        (["--model", "yunett"], "did you mean 'yunet'"),
        (["--model", "sface"], "facegap models get sface"),
        (["--export", tmp_path / "b.csv", "--name", "nope"], "no complete layer 'nope'"),
    ):
        assert message in facegap("annotate", faces.path, *options, code=1).stderr


def test_an_annotator_is_listed_and_shown(network: Path) -> None:
    facegap("models", "add", network)
    assert "annotator here" in facegap("models", "list").stdout
    shown = facegap("models", "show", "net").stdout
    assert "Black_Hair, Blond_Hair" in shown
    assert "0.875" in shown
    assert json.loads(facegap("models", "show", "net", "--json").stdout)["annotator"]["attributes"][0]["name"] == "Male"
