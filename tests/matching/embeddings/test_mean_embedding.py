from pathlib import Path

import numpy as np
import pytest
from tests.conftest import MakeSet, write_embedder

from facegap.base.errors import FaceSetError
from facegap.engine import LocalRunner, run, run_people
from facegap.faceset import find_problems
from facegap.matching import Embed, MeanEmbedding


def test_the_mean_of_each_persons_embeddings(tmp_path: Path, make_set: MakeSet) -> None:
    (tmp_path / "set-source/carl").mkdir(parents=True)
    for name in ("carl/0.png", "ann/bad.png"):
        (tmp_path / "set-source" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "set-source" / name).write_bytes(b"broken")
    faceset = make_set({"ann": 4, "bob": 1}, side=8)
    model, _ = write_embedder(tmp_path / "net.onnx")
    run(Embed(model), faceset, runner=LocalRunner(1))
    summary = run_people(MeanEmbedding.of(faceset, "linear"), faceset, runner=LocalRunner(1))
    assert (summary.rows, summary.errors) == (3, 1)
    assert summary.reasons == ("none of the 1 images has an embedding (1)",)

    embeddings, valid = faceset.embeddings("linear")
    identity = faceset.column("images", "identity").to_numpy()
    for row in faceset.people("linear").collect().head(2).iter_rows(named=True):
        own = embeddings[valid & (identity == row["identity"])].astype(np.float64)
        mean = own.mean(axis=0)
        assert row["images"] == len(own)
        assert row["concentration"] == pytest.approx(np.linalg.norm(mean), rel=1e-6)
        assert np.allclose(row["embedding"], mean / np.linalg.norm(mean), atol=1e-6)
    assert faceset.layer("people/linear").networks == (model.use,)
    assert find_problems(faceset) == []


def test_embeddings_that_changed_make_the_means_stale(tmp_path: Path, make_set: MakeSet) -> None:
    faceset = make_set({"ann": 2}, side=8)
    run(Embed(write_embedder(tmp_path / "net.onnx")[0]), faceset, runner=LocalRunner(1))
    run_people(MeanEmbedding.of(faceset, "linear"), faceset, runner=LocalRunner(1))
    other = Embed(write_embedder(tmp_path / "other.onnx", seed=1)[0])
    run(other, faceset, runner=LocalRunner(1), replace=True)
    assert [problem.where for problem in find_problems(faceset)] == ["people/linear"]
    with pytest.raises(FaceSetError, match="the layer embeddings/linear is another one"):
        run_people(MeanEmbedding.of(faceset, "linear"), faceset, runner=LocalRunner(1))
