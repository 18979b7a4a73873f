"""Images without an embedding and the pairs that they are in are told wherever numbers are."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from tests.benchmark.protocols.layouts import SimilarPair, gallery, larger_cfp
from tests.cli.commands import facegap
from tests.conftest import write_card, write_embedder

LOST = [f"Data/Images/{person:03d}/{pose}/02" for person, pose in ((2, "frontal"), (3, "profile"), (9, "profile"))]


def of_all(pairs: list[SimilarPair], folds: list[int], found: dict) -> float:
    """Mean over folds of right pairs over all, from the accuracies of those that were compared."""
    compared = [not (first in LOST or second in LOST) for first, second, _ in pairs]
    by_fold = dict(zip(found["accuracy"]["folds"], found["accuracy"]["accuracies"], strict=True))
    shares = [
        by_fold[fold] * np.mean([k for k, f in zip(compared, folds, strict=True) if f == fold]) for fold in by_fold
    ]
    return float(np.mean(shares))


def test_images_without_an_embedding_are_in_every_table(tmp_path: Path) -> None:
    layout = larger_cfp(tmp_path / "cfp", people=20, unreadable=LOST)
    model, _ = write_embedder(tmp_path / "linear.onnx", side=16, seed=1)
    write_card(model)
    asked = ("benchmark", "--model", model.path, "--protocol", "cfp", "--data", layout.data)
    asked += ("--aligned", "arcface-112", "--workers", 1)
    printed = facegap(*asked, "--out", tmp_path / "out", code=3).stdout  # 3: more than one image in a hundred is bad
    results = json.loads((tmp_path / "out/results.json").read_text())["protocols"][0]
    assert results["models"][0]["missing"] == 3
    rows = {
        row["Model, task"]: row for row in csv.DictReader((tmp_path / "out/verification.csv").read_text().splitlines())
    }
    left_out = {
        row["Model, task"]: row for row in csv.DictReader((tmp_path / "out/left_out.csv").read_text().splitlines())
    }
    page = (tmp_path / "out/report.html").read_text()
    latex = (tmp_path / "out/verification.tex").read_text()
    for found in results["models"][0]["verifications"]:
        pairs = layout.pairs[found["task"]]
        skipped = [mated for first, second, mated in pairs if first in LOST or second in LOST]
        assert (found["skipped"], found["skipped_mated"]) == (len(skipped), sum(skipped))
        expected = of_all(pairs, layout.folds[found["task"]], found)
        assert found["accuracy"]["of_all"]["value"] == pytest.approx(expected)
        assert expected < found["accuracy"]["mean"]["value"]
        row = rows[f"{model.card.name}, {found['task']}"]
        assert (row["Skipped pairs"], row["No embedding"]) == (str(len(skipped)), "3")
        assert float(row["Accuracy of all"]) == pytest.approx(expected)
        row = left_out[f"{model.card.name}, {found['task']}"]
        assert (row["Mated pairs"], row["Skipped mated"]) == (str(len(pairs) // 2), str(sum(skipped)))
        assert float(row["TAR at 1e-2 of all"]) < float(row["TAR at 1e-2"])
        shown = f"{100 * expected:.2f}"
        sentence = f"Left out of these: {len(skipped)} of the {len(pairs)} pairs of {found['task']}"
        assert sentence in printed
        assert "(images of the protocol without an embedding: 3)" in printed
        assert sentence in page
        for text in (printed, page, latex):
            assert shown in text
    assert "Skipped" in printed


def test_probes_without_an_embedding_are_misses_and_are_told(tmp_path: Path) -> None:
    data = gallery(tmp_path / "data").data
    (data / "probes/ann.jpg").write_bytes(b"no image")
    model, _ = write_embedder(tmp_path / "linear.onnx", side=16, seed=1)
    write_card(model)
    asked = ("benchmark", "--model", model.path, "--protocol", "gallery", "--data", data, "--aligned", "arcface-112")
    printed = facegap(*asked, "--workers", 1, "--out", tmp_path / "out", code=3).stdout
    assert "counted as misses: 1 of these probes and 0 of the gallery; of those compared it finds" in printed
    (row,) = csv.DictReader((tmp_path / "out/identification.csv").read_text().splitlines())
    assert (row["Failed in gallery"], row["Failed probes"], row["No embedding"]) == ("0", "1", "1")
    assert float(row["Rank 1 of compared"]) == 2 * float(row["Rank 1"])  # of two mated probes one is left
