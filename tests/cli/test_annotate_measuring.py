"""``facegap annotate --validate`` and ``--calibrate``: what they write, and that annotate and compare rely on it."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.annotators import write_annotator
from tests.cli.commands import facegap
from tests.conftest import MakeSet
from tests.labels import annotate

from facegap.faceset import FaceSet
from facegap.models import find_model, find_sheet, write_card


@pytest.fixture
def labeled(make_set: MakeSet) -> FaceSet:
    faces = make_set({f"p{number}": 1 for number in range(90)}, side=8, alignment="arcface-112")
    men = np.random.default_rng(0).choice([1, -1], 90).tolist()
    annotate(faces, {"Male": men}, layer="attributes/given")
    return faces


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FACEGAP_HOME", str(tmp_path / "home"))
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    write_card(model.card, model.path)
    return model.path


def test_a_calibration_is_kept_and_used_for_images_of_its_domain(labeled: FaceSet, network: Path) -> None:
    ended = facegap("annotate", labeled.path, "--model", network, "--calibrate", "given", "--domain", "mine", "--json")
    result = json.loads(ended.stdout)
    assert (result["domain"], result["images"], result["calibrated"]) == ("mine", 90, ["Male"])
    assert result["cross_validated"]
    assert set(result["attributes"]) == {"Male"}
    # Labels that say nothing can't be relied on.
    assert result["relied_on"] == []
    sheet = find_sheet(find_model(str(network), role="annotator").sha256, "mine")
    assert sheet
    assert sheet.validations[0].people == 90
    told = facegap("annotate", labeled.path, "--model", network, "--domain", "mine", "--workers", 1)
    assert "calibrated for mine" in told.stderr
    assert "was never validated" in told.stderr
    other = json.loads(
        facegap("annotate", labeled.path, "--model", network, "--name", "as-it-comes", "--workers", 1, "--json").stdout
    )
    assert other["domain"] != "mine"


def test_figures_go_where_they_are_asked_for_and_are_printed(labeled: FaceSet, network: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.toml"
    options = ("--model", network, "--validate", "given", "--data", "ninety squares", "--sheet", out)
    printed = facegap("annotate", labeled.path, *options).stdout
    assert "AUROC" in printed
    assert "relied on" in printed
    assert 'data = "ninety squares"' in out.read_text()


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--validate", "nonsense"), 1, "no complete layer 'nonsense'"),
        (("--validate", "given", "--calibrate", "given"), 2, "use one of them at a time"),
        (("--validate", "given", "--name", "x"), 2, "--name is for a layer"),
        (("--groups", "given"), 2, "goes with --validate or --calibrate"),
        (("--calibrate", "few"), 2, "label more faces"),
        (("--validate", "others"), 1, "none of which"),
    ],
)
def test_what_makes_no_sense_is_said(
    labeled: FaceSet, network: Path, options: tuple[str, ...], code: int, message: str
) -> None:
    annotate(labeled, {"Male": [1] * 5 + [-1] * 5 + [0] * 80}, layer="attributes/few")
    annotate(labeled, {"Unheard_Of": [1, -1] * 45}, layer="attributes/others")
    ended = facegap("annotate", labeled.path, "--model", network, *options, code=code)
    assert message in " ".join(ended.stderr.split())
