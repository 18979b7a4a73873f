"""``facegap annotate``: as people use it."""

import json
from pathlib import Path

import pytest
from tests.cli.commands import facegap
from tests.conftest import MakeSet

from facegap.faceset import FaceSet


@pytest.fixture
def faces(make_set: MakeSet) -> FaceSet:
    return make_set({"ann": 2, "bob": 1}, side=8)


def test_labels_from_a_table(faces: FaceSet, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("file,Male,hair,age\nann/0.jpg,0,dark,20\nann/1.jpg,0,fair,34\nbob/0.jpg,1,,50\nzoe/0.jpg,1,,2\n")
    options = ["--zero", "negative", "--bins", "age=0,30"]
    ended = facegap("annotate", faces.path, "--labels", table, *options, "--json")
    assert json.loads(ended.stdout) == {
        "layer": "attributes/mine",
        "attributes": ["Male", "hair: dark", "hair: fair", "age: 0–29", "age: 30 or more"],
        "left_out": None,
        "labeled": 3,
        "rows_without_image": 1,
        "images": 3,
        "made_now": 3,
        "errors": 0,
    }
    shown = facegap("annotate", faces.path, "--labels", table, "--columns", "hair", "--name", "hair").stdout
    assert "hair: dark" in shown
    assert "attributes/hair" in facegap("info", faces.path).stdout


def test_what_is_wrong_is_said(faces: FaceSet, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("file,Male\nann/0.jpg,1\nann/1.jpg,0\n")
    assert "--zero negative" in facegap("annotate", faces.path, "--labels", table, code=2).stderr
    ended = facegap("annotate", faces.path, "--labels", table, "--zero", "undefined", code=3)
    assert "no row in mine.csv (1)" in ended.stdout
    assert "1 of 3 rows of attributes/mine went wrong" in ended.stderr
    facegap("annotate", faces.path, "--labels", table, "--zero", "undefined", "--max-errors", 0.5)
    other = facegap("annotate", faces.path, "--labels", table, "--zero", "negative", code=1)
    assert "--replace" in other.stderr
    facegap("annotate", faces.path, "--labels", tmp_path / "none.csv", code=1)


LOOKS = """
name = "looks"
attributes = ["White", "Black", "Male", "Bearded"]
contradictions = [["White", "Male"]]
[groups]
sex = ["Male"]
origin = ["White", "Black"]
"""


def test_the_page_knows_a_vocabulary_of_ones_own(faces: FaceSet, tmp_path: Path) -> None:
    (tmp_path / "looks.toml").write_text(LOOKS)
    table = tmp_path / "labels.csv"
    table.write_text(
        "file,age,gender,race\nann/0.jpg,3-9,Male,White\nann/1.jpg,3-9,Female,White\nbob/0.jpg,3-9,Male,Black\n"
    )
    out = tmp_path / "page"
    options = ["--labels", table, "--vocabulary", tmp_path / "looks.toml", "--out", out, "--json"]
    result = json.loads(facegap("annotate", faces.path, *options).stdout)
    assert (result["vocabulary"], result["contradictory_images"]) == ("looks", 1)
    results = json.loads((out / "annotation.json").read_text())
    assert results["groups"] == {"sex": ["Male"], "origin": ["White", "Black"], "others": ["Bearded"]}
    assert [one["attributes"] for one in results["contradictions"]["kinds"]] == [["White", "Male"]]
    page = (out / "annotation.html").read_text()
    assert "4 of the 4 of the vocabulary looks" in page
    assert "White and Male, both positive" in page
    assert "by an imported table of labels" in page
