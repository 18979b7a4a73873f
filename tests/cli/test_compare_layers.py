"""``facegap compare``: what is compared by default, and what the sets are called."""

import json
from pathlib import Path

import numpy as np
import pytest
from markupsafe import escape
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
    gate = ["--fail-if", "non_mated_difference > 1", "--fail-if", "share_real(Male) > 0%"]
    ended = facegap("compare", *paths, *out, *gate, "--name", f"{paths[1]}=SD=3", code=1)
    result = json.loads(ended.stdout)
    assert (result["labels"], result["embedding"]) == ("mine", "net")
    assert [each["name"] for each in result["sets"]] == ["lfw", "SD=3"]
    (note,) = result["notes"]
    assert note.startswith("attributes compared: mine. All sets have truth too")
    assert f"note: {note}" in ended.stderr
    written = json.loads((tmp_path / "out/results.json").read_text())
    assert (written["comparison"]["notes"], written["checks"]) == ([note], result["checks"])
    passed, failed = result["checks"]
    assert (passed["failed"], failed["failed"]) == (False, True)
    assert f"\n{failed['sentence']}\n" in ended.stderr
    assert "limit 0 %" in failed["sentence"]
    page = (tmp_path / "out/report.html").read_text()
    assert f"<strong>{escape(failed['sentence'])}</strong>" in page
    assert escape(note) in page


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


def test_a_gate_in_python_and_what_it_cannot_ask(make_set: MakeSet, tmp_path: Path) -> None:
    sets = [give(make_set({"ann": 2, "bob": 2}, name=name, side=8), VECTORS) for name in ("lfw", "bal")]
    result = fg.compare(*sets, fail_if="frechet < 0")
    assert result.passed
    assert repr(result).splitlines()[-1].strip() == result.checks[0].sentence
    assert result.check("non_mated_difference > 1", "frechet >= 0")[1].failed
    with pytest.raises(ConfigError, match="needs attributes, which aren't compared"):
        result.check("kl_real_synthetic > 1")
    for condition, message in (("frecht > 1", "did you mean 'frechet'"), ("kl_real_synthetic > 1", "aren't compared")):
        paths = [each.path for each in sets]
        told = facegap("compare", *paths, "--fail-if", condition, "--out", tmp_path / "out", code=2).stderr
        assert message in told
        assert "comparing" not in told
