"""The main job on real photographs: what is known of them must come out."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import facegap as fg
from facegap.cli.app import app

pytestmark = pytest.mark.shared_data


def benchmark(shared_data: Path, protocol: str, data: Path, *more: str) -> dict[str, Any]:
    """From photographs to error rates of a recognizer, beside which the detector is found, and of ``more``."""
    models = [each for model in (shared_data / "models/mobilefacenet.onnx", *more) for each in ("--model", str(model))]
    arguments = ["benchmark", *models, "--protocol", protocol, "--data", str(data), "--json"]
    ended = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    (found,) = json.loads(ended.stdout)["protocols"]
    return dict(found)


def test_smiling_people_are_recognized_by_their_neutral_faces(shared_data: Path) -> None:
    """Rank-1 identification on FRLL, 102 people, is 100 % with this network, 99 % with face-render."""
    models = benchmark(shared_data, "frll", shared_data / "frll", "face-render")["models"]
    found, rendered = (model["identifications"][0] for model in models)
    assert (found["gallery"], found["mated"], found["failed_mated"]) == (102, 102, 0)
    assert found["hits"][0]["share"]["value"] == 1
    assert rendered["hits"][0]["share"]["value"] > 0.95


def test_the_first_folds_of_lfw_come_out_as_known(shared_data: Path, tmp_path: Path) -> None:
    """Two of the ten folds, 1,200 pairs: 99.2 % over all folds, so that 98.4 % would be twice the errors."""
    lines = (shared_data / "lfw/pairs.txt").read_text().splitlines()
    (tmp_path / "pairs.txt").write_text("\n".join(["2\t300", *lines[1:1201]]) + "\n")
    (tmp_path / "images").symlink_to((shared_data / "lfw/images").resolve())
    result = benchmark(shared_data, "lfw", tmp_path)
    (found,) = result["models"][0]["verifications"]
    assert (found["mated"], found["non_mated"], found["skipped"]) == (600, 600, 0)
    assert result["people_from"] == "names"
    accuracy = found["accuracy"]["mean"]
    assert accuracy["low"] < accuracy["value"] < accuracy["high"]
    assert accuracy["value"] > 0.984


AFRICAN = {
    "Angola",
    "Benin",
    "Botswana",
    "Comoros",
    "Djibouti",
    "Eswatini",
    "Malawi",
    "Mozambique",
    "Somalia",
    "Tanzania",
}


@pytest.mark.long
def test_portraits_that_a_network_takes_for_alike_are_no_finding_about_people(
    shared_data: Path, tmp_path: Path
) -> None:
    """200 portraits against FRLL: 136 people by one network, 200 by another that would notice few duplicates."""
    rows = []
    for prompt in sorted((shared_data / "portraits/metadata").glob("*/*.json")):
        image = shared_data / "portraits/images" / prompt.parent.name / f"{prompt.stem}.jpg"
        country = json.loads(prompt.read_text())["prompt"].partition(" from ")[2]
        rows.append([str(image), "African" if country in AFRICAN else "elsewhere"])
    with (tmp_path / "portraits.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["path", "prompt"], *rows])
    detector, model = (
        shared_data / "models" / name for name in ("face_detection_yunet_2023mar.onnx", "mobilefacenet.onnx")
    )
    sets = []
    for source, kind in (("portraits.csv", "synthetic"), (shared_data / "frll/images", "real")):
        sets.append(fg.import_faces(tmp_path / source, tmp_path / kind, kind=kind, align=detector).faceset)
    result = fg.audit(sets[0], against=sets[1], model=[model, "face-render"], groups="images.prompt")
    assert [audit.embedder for audit in result.audits.audits] == ["mobilefacenet", "face-render"]
    assert result.passed
    shown = result.audits.different_people
    assert 120 < shown.low < 160
    assert shown.high == 200
    strong, weak = (audit.uniqueness for audit in result.audits.audits)
    assert strong.sensitivity.value > 0.9
    assert weak.sensitivity.high < 0.5
    # The pairs are of few people, of one group, and chains; the page says each of these, and whose threshold it is.
    african = next(row for row in strong.skew.groups if row.name == "African")
    assert african.share > 3 * african.evenly
    assert strong.skew.people < 0.7 * strong.skew.evenly
    assert strong.skew.cohesion < 0.5
    text = result.summary
    for sentence in (
        f"The 200 identities look like {shown.low} to 200 different people: ",
        "so that its number says little",
        "from non-mated pairs of real at FMR 2.5e-06",
        "are within the group African",
        "these are rather chains of people who look alike",
        "No group has enough people of known group in real for a threshold of its own",
    ):
        assert sentence in text
