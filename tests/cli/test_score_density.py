"""``facegap compare --score-density``: how KL of an annotator's scores is found reaches numbers, page and table."""

import csv
import json
from pathlib import Path

import pytest
from tests.cli.commands import facegap
from tests.conftest import MakeSet
from tests.labels import annotate

import facegap as fg
from facegap.base.errors import ConfigError


def test_the_density_of_scores_is_chosen_and_told(make_set: MakeSet, tmp_path: Path) -> None:
    labels = {"Male": [1, 1, -1, -1, 1, -1, 1, -1]}
    paths = []
    for name, shift in (("wild", 0.0), ("studio", 0.04)):
        scores = [0.9 - shift, 0.8, 0.1, 0.2 + shift, 0.7, 0.3, 0.95, 0.05]
        faceset = make_set(dict.fromkeys(("ann", "bob", "cleo", "dan"), 2), name=name, side=8)
        paths.append(annotate(faceset, labels, numbers={"Male_score": scores}).path)
    out = tmp_path / "out"
    options = ["--attributes", "truth", "--no-embeddings", "--score-density", "kernel", "--out", out, "--json"]
    shown = facegap("compare", *paths, *options).stdout
    male = json.loads(shown)["pairs"][0]["attributes"]["each"]["compared"][0]["scores"]
    assert male["kl_density"] == "kernel"
    assert male["kl_real_synthetic_doubt"] in ("within noise", "no interval")
    (row,) = csv.DictReader((out / "annotator-scores.csv").read_text().splitlines())
    assert (row["attribute"], row["KL by"]) == ("Male", "kernel")
    assert row["doubt, KL(P‖Q)"] == male["kl_real_synthetic_doubt"]
    assert "kernel densities of their log-odds" in (out / "report.html").read_text()
    with pytest.raises(ConfigError, match="unknown score density 'kernels'; did you mean 'kernel'"):
        fg.compare(*paths, score_density="kernels")
