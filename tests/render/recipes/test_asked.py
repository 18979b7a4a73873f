import pytest

from facegap.base.errors import ConfigError
from facegap.render import Recipe, with_asked


def test_what_is_asked_becomes_one_row() -> None:
    wild = Recipe.load("wild")
    assert with_asked(wild, []) is wild
    asked = with_asked(wild, ["Male=1", "Smiling=-1"])
    assert [dict(row.attributes) for row in asked.conditions] == [{"Male": 1, "Smiling": -1}]
    assert (asked.people, asked.scenes, asked.name) == (wild.people, wild.scenes, "wild")
    assert dict(asked.asking.for_image(seed=0, identity=3, image=2).attributes) == {"Male": 1, "Smiling": -1}


def test_rows_that_are_there_get_it_too() -> None:
    rows = [{"weight": 0.7, "attributes": {"Male": 1}}, {"weight": 0.3, "attributes": {"Male": -1, "Bald": -1}}]
    asked = with_asked(Recipe.from_dict({"conditions": rows}, where="test"), ["Bald=-1", "Smiling=1"])
    assert [(row.weight, dict(row.attributes)) for row in asked.conditions] == [
        (0.7, {"Male": 1, "Bald": -1, "Smiling": 1}),
        (0.3, {"Male": -1, "Bald": -1, "Smiling": 1}),
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["Mal=1"], "unknown attribute 'Mal'; did you mean 'Male'"),
        (["Male"], "must be ATTRIBUTE=1"),
        (["Male=yes"], "must be ATTRIBUTE=1"),
        (["Male=1", "Male=-1"], "the other sign too"),
        (["Bald=1", "Bangs=1"], "Bald = 1 and Bangs = 1 contradict each other"),
        (["Attractive=1"], "it is an opinion"),
    ],
)
def test_what_cannot_be_asked_is_explained(asked: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        with_asked(Recipe.load("wild"), asked)


def test_a_recipe_may_not_have_it() -> None:
    with pytest.raises(ConfigError, match="Wearing_Hat = 1 can't be met by this recipe: its headwear is only none"):
        with_asked(Recipe.load("studio"), ["Wearing_Hat=1"])


def test_a_table_is_left_alone(tmp_path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("Male\n1\n")
    recipe = Recipe.from_dict({"conditions_table": str(table)}, where="test")
    with pytest.raises(ConfigError, match=r"rows\.csv exclude each other: add columns"):
        with_asked(recipe, ["Smiling=1"])
