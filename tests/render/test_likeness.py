"""The labels of a set as what is asked for."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.conftest import MakeSet
from tests.labels import annotate

from facegap.base.errors import ConfigError
from facegap.faceset import FaceSet
from facegap.render import Recipe, with_table
from facegap.render.likeness import Asking, Likeness, write_likeness
from facegap.render.truth.vocabulary import ATTRIBUTES

MALE = [1] * 6 + [-1] * 4
BALD = [1, 1, 0, 0, -1, -1, -1, -1, -1, -1]
BANGS = [1, -1, -1, 0, 0, 0, -1, -1, 1, 1]
LABELS = {"Male": MALE, "Bald": BALD, "Bangs": BANGS, "Pale_Skin": [1] * 10, "Attractive": [1] * 10}


@pytest.fixture
def photos(make_set: MakeSet) -> FaceSet:
    scores = {"Male_score": [0.5] * 10}
    return annotate(make_set({"ann": 5, "bob": 5}), LABELS, layer="attributes/mac", numbers=scores)


def asking(photos: FaceSet, folder: Path) -> tuple[Recipe, Likeness, Asking]:
    table, likeness = write_likeness(photos, None, folder, trusted=lambda _: None)
    recipe = with_table(Recipe.load("wild"), table)
    return recipe, likeness, Asking.of(recipe, likeness)


def test_images_ask_for_what_they_are_labeled_with_together(photos: FaceSet, tmp_path: Path) -> None:
    recipe, likeness, _ = asking(photos, tmp_path)
    assert (likeness.taken, likeness.left_out) == (("Male", "Bald", "Bangs"), ("Pale_Skin", "Attractive"))
    rows = recipe.asking.rows
    assert rows is not None
    columns = [ATTRIBUTES.index(name) for name in likeness.taken]
    assert rows.signs[:, columns].tolist() == np.array([MALE, BALD, BANGS]).T[1:].tolist()
    drawn = [recipe.asking.for_image(seed=1, identity=person, image=0).attributes for person in range(300)]
    assert np.mean([asked["Male"] > 0 for asked in drawn]) == pytest.approx(5 / 9, abs=0.09)
    assert not any(asked.get("Bald") == asked.get("Bangs") == 1 for asked in drawn)


def test_it_says_what_was_taken_and_what_is_not_known(photos: FaceSet, tmp_path: Path) -> None:
    _, likeness, told = asking(photos, tmp_path)
    assert told.lines == [
        "set: people and images are asked for as attributes/mac has them on 10 images, by 3 attributes; not by "
        "Pale_Skin, Attractive, which the renderer can't be asked for",
        "warning: the shares are as attributes/mac measured them, which isn't known to be valid on these images",
        "1 of 10 rows are impossible and left out: 1: attributes contradict each other: a person has one hair style: "
        "bald heads have no hair, and styles with bangs or waves aren't bald",
        "without them Bald is positive in 14.3% in place of 25.0%, others change less",
    ]
    assert (likeness.validated, told.facts()["like"]["validated"]) == (None, None)
    change = told.facts()["like"]["greatest_change_by_rows_left_out"]
    assert change == {"attribute": "Bald", "measured": 0.25, "asked": pytest.approx(1 / 7)}


def test_which_labels_must_be_clear(photos: FaceSet, tmp_path: Path, make_set: MakeSet) -> None:
    with pytest.raises(ConfigError, match="has no attributes; run `facegap annotate"):
        write_likeness(make_set({"ann": 1}, name="bare"), None, tmp_path, trusted=lambda _: None)
    strange = annotate(make_set({"ann": 2}, name="strange"), {"Pale_Skin": [1, -1]}, layer="attributes/other")
    with pytest.raises(
        ConfigError, match="has no label of an attribute that the renderer can be asked for; it has Pale"
    ):
        write_likeness(strange, None, tmp_path, trusted=lambda _: None)
    annotate(photos, {"Male": [*MALE[:-1], None]}, layer="attributes/people")
    with pytest.raises(ConfigError, match="several layers of attributes: mac, people; name one with --attributes"):
        write_likeness(photos, None, tmp_path, trusted=lambda _: None)
    table, likeness = write_likeness(photos, "people", tmp_path, trusted=lambda _: None)
    assert (likeness.images, likeness.unlabeled, pl.read_csv(table).columns) == (9, 1, ["Male"])
    assert len(likeness.lines) == 1  # of labels that people gave nothing is to be warned of


@pytest.mark.parametrize(
    ("trusts", "validated", "warning"),
    [
        ("Male Bald Bangs", True, None),
        ("Male Bald", False, "attributes/mac isn't validated on such images for Bangs, whose shares may be wrong in"),
        ("Male", False, "attributes/mac is validated on such images for Male alone; the shares of the other 2 may be"),
        ("", False, "attributes/mac is validated on such images for none of these attributes: all shares may be wrong"),
    ],
)
def test_attributes_that_are_not_validated_on_such_images_are_named(
    photos: FaceSet, tmp_path: Path, trusts: str, validated: bool, warning: str | None
) -> None:
    _, likeness = write_likeness(photos, None, tmp_path, trusted=lambda _: trusts.split().__contains__)
    assert (likeness.predicted, likeness.validated) == (True, validated)
    expected = [name for name in likeness.taken if name not in trusts.split()]
    assert likeness.facts()["attributes_not_validated"] == expected
    if warning is None:
        assert len(likeness.lines) == 1
    else:
        assert likeness.lines[1].startswith(f"warning: {warning}")
