"""``facegap compare``: what is compared by default, and what the sets are called."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.cli.commands import facegap
from tests.conftest import MakeSet, write_pictures
from tests.given import give
from tests.labels import annotate

import facegap as fg
from facegap.base.errors import ConfigError

VECTORS = np.eye(4, 8, dtype=np.float32)


def test_all_that_the_sets_have_is_compared_under_the_names_that_are_given(make_set: MakeSet, tmp_path: Path) -> None:
    sets = [make_set({"ann": 2, "bob": 2}, name=name, side=8) for name in ("lfw", "bal")]
    for faceset in sets:
        for layer in ("truth", "attributes/mine"):
            annotate(faceset, {"Male": [1, 1, -1, -1]}, layer=layer)
        give(faceset, VECTORS)
    paths, out = [each.path for each in sets], ["--json", "--out", tmp_path / "out"]
    ended = facegap("compare", *paths, *out, "--name", f"{paths[1]}=SD=3")
    result = json.loads(ended.stdout)
    assert (result["labels"], result["embedding"]) == ("mine", "net")
    assert [each["name"] for each in result["sets"]] == ["lfw", "SD=3"]
    (note,) = result["notes"]
    assert note.startswith("attributes compared: mine. All sets have truth too")
    assert f"note: {note}" in ended.stderr
    assert json.loads((tmp_path / "out/results.json").read_text())["comparison"]["notes"] == [note]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--no-attributes", "--no-embeddings"], 2, "nothing is left to compare"),
        (["--no-embeddings", "--model", "face-render"], 2, "a model makes embeddings, which are left out"),
        (["--attributes", "truth", "--no-attributes"], 2, "--attributes truth names what is to be left out"),
        (["--identity", "none"], 2, "identity says how a data set is imported on the way"),
        (["--identity", "nobody"], 2, "--identity: unknown identity 'nobody'"),
        (["--name", "LFW"], 2, "--name is given 1 times for 2 sets"),
        ([], 1, "the sets have nothing in common that can be compared:\n  attributes are not compared: no set has any"),
    ],
)
def test_messages_say_what_is_wrong(
    options: list[str], code: int, message: str, make_set: MakeSet, tmp_path: Path
) -> None:
    path = make_set({"ann": 1}, side=8).path
    assert message in facegap("compare", path, path, *options, "--out", tmp_path / "out", code=code).stderr


def test_imports_on_the_way_have_the_identities_that_are_said(tmp_path: Path) -> None:
    """Neither set has anything to compare, which is told after the import."""
    photos = tmp_path / "photos"
    write_pictures(photos, {"female": 60, "male": 60}, side=8)
    options = [photos, photos, "--out", tmp_path / "out", "--workers", 1]
    assert "if its folders or labels aren't people, add --identity none" in facegap("compare", *options, code=1).stderr
    told = facegap("compare", *options, "--identity", "none", code=1).stderr
    assert "imported it to" in told
    assert "aren't people" not in told
    with pytest.raises(ConfigError, match=r"identities are \['none'\]; give one for each of the 2 sets"):
        fg.compare(photos, photos, identity=["none"])
    with pytest.raises(ConfigError, match=r"names are 'photos'; give one for each of the 2 sets"):
        fg.compare(photos, photos, names="photos")
