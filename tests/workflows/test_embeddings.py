"""Embeddings in memory stand in for face sets."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.benchmark.leakage.simulated import images, people
from tests.conftest import MakeSet
from tests.given import give

import facegap as fg
from facegap.base.errors import ArrayError, ConfigError
from facegap.workflows.parts.result import Analysis

REAL, MADE = people(1, 90), people(2, 30)


def of(person: str, count: int, each: int) -> list[str]:
    return [f"{person} {number:02}" for number in range(count) for _ in range(each)]


@pytest.mark.parametrize(
    ("vectors", "identities", "message"),
    [
        ([1.0, 2.0], None, r"faces: vectors have the shape \(2,\), where \(images, dimensions\) is needed"),
        (np.zeros((0, 3)), None, r"have the shape \(0, 3\)"),
        ([[1.0, 2.0], [3.0]], None, r"vectors have different lengths"),
        ([["a", "b"]], None, r"of type <U1, where numbers are needed"),
        ([[1.0], [float("nan")], [float("inf")]], None, r"vector 1 is not finite, and 1 others too"),
        ([[1.0, 0.0], [0.0, 0.0]], None, r"vector 1 is zero, which has no direction; leave such images out"),
        ([[1.0], [2.0]], ["ann"], r"1 identities for 2 vectors; give one for each"),
        ([[1.0]], "ann", r"identities are the text 'ann'"),
        ([[1.0], [2.0]], ["ann", 0.5], r"identity 1 is 0.5; text, whole numbers or None can be one"),
    ],
)
def test_what_is_no_set_of_embeddings_is_told(vectors: object, identities: object, message: str) -> None:
    with pytest.raises(ArrayError, match=message):
        fg.Embeddings(vectors, identities, name="faces")  # type: ignore[arg-type]
    assert issubclass(ArrayError, ValueError)


def test_lists_and_whole_numbers_are_taken() -> None:
    faces = fg.Embeddings([[3, 4], [0, 2], [5, 0]], np.array([7, 7, 8]))
    assert faces.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(faces.vectors, axis=1), 1)
    assert faces.identities == ("7", "7", "8")
    unknown = fg.Embeddings(faces.vectors).embedded_set()
    assert (unknown.unknown, len(set(unknown.people.tolist()))) == (3, 3)


def same_numbers(one: Analysis, other: Analysis, *, but: set[str]) -> None:
    ours, theirs = (json.loads(each.to_json()) for each in (one, other))
    for facts in (ours, theirs):
        _forget(facts, but)
    assert ours == theirs


def _forget(value: object, names: set[str]) -> None:
    if isinstance(value, dict):
        for name in names & value.keys():
            del value[name]
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _forget(item, names)


def test_they_give_the_numbers_of_a_face_set(make_set: MakeSet, tmp_path: Path) -> None:
    real, made = images(REAL, 2, seed=3), images(MADE, 2, seed=4)
    names = {"real": of("real", 90, 2), "made": of("made", 30, 2)}
    arrays = {name: fg.Embeddings(each, names[name], name=name) for name, each in (("real", real), ("made", made))}
    sets = {
        name: give(make_set(dict.fromkeys(names[name], 2), name=name, shard_rows=90, side=8), arrays[name].vectors)
        for name in arrays
    }
    audits = [fg.audit(each["made"], against=each["real"]) for each in (arrays, sets)]
    same_numbers(*audits, but={"embedder", "networks", "image", "other_image", "reference_image", "identity"})
    scores = [fg.score(each["real"]) for each in (arrays, sets)]
    same_numbers(*scores, but={"embedder"})
    comparisons = [
        fg.compare(each["real"], each["made"], embedding=name) for each, name in ((arrays, None), (sets, "net"))
    ]
    same_numbers(*comparisons, but={"embedding", "kind", "alignment", "notes"})
    for result in (audits[0], comparisons[0]):
        page = result.report(tmp_path / "report").page.read_text()
        assert "made" in page
        assert "<img" not in page
    mixed = fg.compare(sets["real"], arrays["made"])
    assert mixed.comparison.embedding == "net"


def test_what_they_cannot_do_is_told(make_set: MakeSet) -> None:
    real = fg.Embeddings(REAL, name="real")
    with pytest.raises(ArrayError, match="real has 128 dimensions and small 2: embeddings of different networks"):
        fg.compare(real, fg.Embeddings([[1, 2], [2, 1]], name="small"))
    with pytest.raises(ConfigError, match="real has embeddings and no images: leave out the model"):
        fg.audit(real, against=real, model="face-render")
    with pytest.raises(ConfigError, match="real has embeddings of one network: name one"):
        fg.audit(real, against=real, embedding=["one", "two"])
    with pytest.raises(ConfigError, match="real has embeddings and no columns: leave out groups"):
        fg.audit(real, against=real, groups="truth.Male")
    with pytest.raises(ConfigError, match="real has embeddings and no attributes"):
        fg.compare(real, real, attributes="truth")
    with pytest.raises(ConfigError, match="real has embeddings and no columns"):
        fg.score(real, groups="truth.Male")
    faceset = give(make_set({"ann": 2}, name="set", side=8), np.eye(2, 3, dtype=np.float32))
    with pytest.raises(ArrayError, match="set has 3 dimensions and real 128"):
        fg.compare(faceset, real)
