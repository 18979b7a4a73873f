"""Which layer of several sets is compared, and what is said of the others."""

import numpy as np
import pytest
from tests.conftest import MakeSet
from tests.given import give
from tests.labels import annotate

import facegap as fg
from facegap.base.errors import ConfigError, FaceSetError
from facegap.faceset import FaceSet
from facegap.workflows.parts.common_layers import choose_attributes, choose_embeddings

LABELS = {"Male": [1, 1, -1, -1], "Bald": [-1, -1, 1, -1]}
VECTORS = np.eye(4, 8, dtype=np.float32)
Pair = tuple[FaceSet, FaceSet]


@pytest.fixture
def pair(make_set: MakeSet) -> Pair:
    first, second = (make_set({"ann": 2, "bob": 2}, name=name, side=8) for name in ("lfw", "bal"))
    return first, second


def attributes(pair: Pair, asked: str | None = None) -> tuple[str | None, str]:
    chosen = choose_attributes(pair, asked, first="mac-render")
    return chosen.name, chosen.note or ""


def embeddings(pair: Pair, asked: str | None = None) -> tuple[str | None, str]:
    chosen = choose_embeddings(pair, asked, last="face-render")
    return chosen.name, chosen.note or ""


def test_what_is_taken_of_several_is_told_with_the_rule(pair: Pair) -> None:
    for faceset in pair:
        annotate(faceset, LABELS)
        give(faceset, VECTORS, name="face-render", network="face-render")
    assert attributes(pair) == ("truth", "")
    assert embeddings(pair) == ("face-render", "")
    for faceset in pair:
        for name in ("fair", "mac-render"):
            annotate(faceset, LABELS, layer=f"attributes/{name}")
        give(faceset, VECTORS, name="sface", network="sface")
    name, note = attributes(pair)
    assert name == "mac-render"
    assert note.startswith("attributes compared: mac-render. All sets have fair, truth too; --attributes NAME takes")
    name, note = embeddings(pair)
    assert name == "sface"
    assert note.startswith("embeddings compared: sface. All sets have face-render too; --embedding NAME takes another.")
    assert "face-render, which never saw a real person, last" in note
    assert attributes(pair, "truth") == ("truth", "")
    assert choose_attributes(pair, asked=False, first="mac-render").name is None


def test_a_layer_that_a_set_lacks_is_told_with_the_command_that_makes_it(pair: Pair) -> None:
    lfw, bal = pair
    annotate(lfw, LABELS, layer="attributes/mac-render")
    annotate(lfw, LABELS, layer="attributes/mine")
    annotate(lfw, LABELS)
    give(lfw, VECTORS, name="flat", network="sface")
    give(bal, VECTORS, name="net", network="sface")
    of_table = f"bal has no attributes/mine; run `facegap annotate {bal.path} --labels FILE --name mine`"
    embed = f"bal has no embeddings/flat; run `facegap embed {bal.path} --model sface --name flat`"
    of_none = f"run `facegap embed {lfw.path} --model mobilefacenet`; bal has no embeddings/mobilefacenet; run"
    for choose, asked, message in (
        (attributes, "mine", of_table),
        (attributes, "attributes/mine", of_table),
        (attributes, "truth", "bal has no truth; only rendered sets know it"),
        (attributes, "mien", "no set has attributes 'mien'; did you mean 'mine'?"),
        (attributes, "../mine", "can't be the name of a layer"),
        (embeddings, "flat", embed),
        (embeddings, "mobilefacenet", of_none),
        (embeddings, "sfaec", "no set has embeddings 'sfaec'; did you mean 'sface'?"),
    ):
        with pytest.raises(FaceSetError) as caught:
            choose(pair, asked)
        assert message in str(caught.value)
    assert attributes(pair)[1].startswith("attributes are not compared: bal has no attributes/mac-render; run `")
    assert embeddings(pair) == (None, f"embeddings are not compared: {embed}")
    assert attributes((bal, bal))[1] == "attributes are not compared: no set has any; `facegap annotate SET` makes them"


def test_layers_made_differently_are_told(pair: Pair, make_set: MakeSet) -> None:
    for faceset, network in zip(pair, ("one", "two"), strict=True):
        annotate(faceset, LABELS, layer="attributes/mine")
        give(faceset, VECTORS, network=network)
        give(faceset, VECTORS, name="same")
    name, note = embeddings(pair)
    assert (name, note) == ("same", "")
    with pytest.raises(FaceSetError, match=r"embeddings/net of .* were made with different model"):
        embeddings(pair, "net")
    other = annotate(make_set({"ann": 4}, name="other", side=8), {"Old": [1, 1, 1, 0]}, layer="attributes/mine")
    assert (
        attributes((pair[0], other))[1]
        == "attributes are not compared: attributes/mine has no attribute that is in all sets"
    )


def test_answers_of_different_networks_are_doubted(make_set: MakeSet) -> None:
    names = ("a", "b", "c")
    first, second, third = (make_set({"ann": 2}, name=name, side=112, alignment="arcface-112") for name in names)
    for faceset, answered in ((first, ["Male", "Bald"]), (second, ["Male"])):
        fg.annotate(faceset, attributes=answered, workers=1)
    annotate(third, {"Male": [1, 1]}, layer="attributes/mac-render")
    assert attributes((first, second)) == ("mac-render", "")
    name, note = attributes((first, third))
    assert name == "mac-render"
    assert "of a and c are labels and a network's answers: what differs may be these, not the faces" in note


def test_one_network_calibrated_by_the_kind_of_images_is_told_as_such(make_set: MakeSet) -> None:
    real, other = (make_set({"ann": 2}, name=name, side=112, alignment="arcface-112") for name in ("a", "b"))
    made = FaceSet.open(other.path)
    info = made.path / "faceset.json"
    info.write_text(info.read_text().replace('"kind": "real"', '"kind": "synthetic"'))
    made = FaceSet.open(other.path)
    for faceset in (real, made):
        fg.annotate(faceset, attributes=["Male"], workers=1)
    assert attributes((real, made)) == (
        "mac-render",
        "Of the answers of mac-render, those for a are calibrated for photographs, and those for b are as its card has "
        "them.",
    )


def test_embeddings_in_memory_have_no_attributes(pair: Pair) -> None:
    made = fg.Embeddings(VECTORS, name="made")
    assert choose_attributes([pair[0], made], None, first="mac-render").note is None
    annotate(pair[0], LABELS)
    chosen = choose_attributes([pair[0], made], None, first="mac-render")
    assert (chosen.name, chosen.note) == (None, "attributes are not compared: made is of embeddings alone")
    with pytest.raises(ConfigError, match="made has embeddings and no attributes"):
        choose_attributes([pair[0], made], "truth", first="mac-render")
