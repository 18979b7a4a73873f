from pathlib import Path

import numpy as np
import pytest
from tests.conftest import MakeSet

from facegap.annotate.tables import LabelTable, read_annotations
from facegap.annotate.tables.layout_labels import read_labels
from facegap.annotate.vocabulary import Vocabulary, find_contradictions
from facegap.base.errors import FormatError
from facegap.engine import LocalRunner, run

VOCABULARY = Vocabulary.load("fairface")
TEXT = (
    "file,age,gender,race,service_test\ntrain/1.jpg,50-59,Male,East Asian,True\nval/2.jpg,more than 70,Female,Indian,"
    "False\nval/3.jpg,age,Male,White,False\nval/4.jpg,,,Middle Eastern,False\n"
)


def positive(labels: np.ndarray) -> list[str]:
    return [name for name, label in zip(VOCABULARY.attributes, labels, strict=True) if label == 1]


def test_words_become_labels_and_a_bad_cell_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(TEXT)
    found = read_annotations(path)
    assert [positive(row) for row in found.labels] == [
        ["Male", "Age_50_59", "East_Asian"],
        ["Age_70_or_more", "Indian"],
        ["Male", "White"],
        ["Middle_Eastern"],
    ]
    assert (found.labels == 0).sum(axis=1).tolist() == [0, 0, 9, 10]
    assert found.malformed is not None
    assert found.malformed.cells == 1
    assert found.malformed.example.endswith("labels.csv, line 4: 'age' is no age; it was taken as unknown")
    assert found.partition is not None
    assert found.partition.to_list() == ["train", "validation", "validation", "validation"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,age,gender,race,hat\na,0-2,Male,White,1\n", "too many: hat"),
        ("file,age,gender,race\na,31,Male,White\nb,32,Male,White\n", "line 2: '31' is no age of FairFace's, nor are"),
        ("file,age,gender,race\n,0-2,Male,White\nb,0-2,Male,White\n", "line 2: the name of the file is missing"),
    ],
)
def test_what_is_wrong_with_a_csv(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(text)
    with pytest.raises(FormatError, match=message):
        read_annotations(path)


def test_a_layer_only_where_a_vocabulary_is_asked_for(make_set: MakeSet, tmp_path: Path) -> None:
    faces = make_set({"val": 5})
    path = tmp_path / "labels.csv"
    path.write_text(TEXT)
    plain = read_labels(path, faces, name="plain")
    assert isinstance(plain, LabelTable)
    assert "race: White" in plain.attributes
    stage = read_labels(path, faces, name="mine", vocabulary="maad47")
    assert not isinstance(stage, LabelTable)
    assert stage.malformed is not None
    summary = run(stage, faces, runner=LocalRunner(1))
    assert summary.errors == 2
    assert faces.column("attributes/mine", "Senior").to_list() == [None, None, 1, 0, 0]
    assert faces.column("attributes/mine", "partition").to_list() == [None, None, *["validation"] * 3]


@pytest.mark.shared_data
def test_fairfaces_own_labels(shared_data: Path) -> None:
    for name, count in (("train", 12_000), ("val", 2_000)):
        found = read_annotations(shared_data / f"fairface/labels_{name}.csv")
        assert len(found) == count
        assert find_contradictions(found.labels, VOCABULARY).kinds == ()
        assert (found.labels == 1).sum() >= 2 * count
