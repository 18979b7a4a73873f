from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from facegap.base.errors import ConfigError
from facegap.compare.combinations import Combination, MissingCombinations
from facegap.compare.combinations.literal import Literal
from facegap.estimates import Estimate
from facegap.render.conditions.conditions import Conditions, Request
from facegap.render.conditions.rows import Rows
from facegap.render.conditions.rules import RULES
from facegap.render.conditions.table import TableUse, read_rows
from facegap.render.recipes.recipe import Recipe
from facegap.render.truth.vocabulary import ATTRIBUTES, PERSONAL
from facegap.report.comparison.tables import combination_table
from facegap.report.page.tables import to_csv


def recipe(*rows: dict[str, int], weights: tuple[float, ...] = (), **more: object) -> Recipe:
    weights = weights or (1.0,) * len(rows)
    conditions = [{"weight": weight, "attributes": row} for weight, row in zip(weights, rows, strict=True)]
    return Recipe.from_dict({"conditions": conditions, **more}, where="test")


def test_every_attribute_but_attractive_has_rules() -> None:
    assert len(ATTRIBUTES) == 47
    assert set(RULES) == set(ATTRIBUTES) - {"Attractive"}
    assert set(ATTRIBUTES) > PERSONAL


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"Bald": 1, "Bangs": 1}, "Bald = 1 and Bangs = 1 contradict each other"),
        ({"Bald": 1, "Wavy_Hair": 1}, "Bald = 1 and Wavy_Hair = 1 contradict"),
        ({"Bald": 1, "Gray_Hair": 1}, "Bald = 1 and Gray_Hair = 1 contradict"),
        ({"Blond_Hair": 1, "Gray_Hair": 1}, "hair has one color"),
        ({"Young": 1, "Senior": 1}, "a person has one age"),
        ({"Young": -1, "Middle_Aged": -1, "Senior": -1}, "Young = -1 and Middle_Aged = -1 and Senior = -1 contradict"),
        ({"Asian": 1, "Black": 1}, "a person has one ancestry"),
        ({"No_Beard": 1, "Mustache": 1}, "No_Beard = 1 and Mustache = 1 contradict"),
        ({"No_Beard": 1, "5_o_Clock_Shadow": 1}, "No_Beard = 1 and 5_o_Clock_Shadow = 1 contradict"),
        ({"Male": -1, "Goatee": 1}, "Male = -1 and Goatee = 1 contradict"),
        ({"No_Eyewear": 1, "Eyeglasses": 1}, "No_Eyewear = 1 and Eyeglasses = 1 contradict"),
        ({"No_Eyewear": -1, "Eyeglasses": -1}, "No_Eyewear = -1 and Eyeglasses = -1 contradict"),
        ({"Obstructed_Forehead": 1, "Fully_Visible_Forehead": 1}, "contradict each other: a forehead is free"),
        ({"Oval_Face": 1, "Round_Face": 1}, "a face has one form"),
        ({"Attractive": -1}, "Attractive can't be asked for: it is an opinion"),
    ],
)
def test_an_impossible_row_is_named(row: dict[str, int], message: str) -> None:
    with pytest.raises(ConfigError, match=rf"row 2: .*{message}"):
        recipe({"Male": 1}, row)


@pytest.mark.parametrize(
    "row",
    [
        {"Mustache": 1, "Goatee": 1, "Sideburns": -1},
        {"No_Beard": -1, "Mustache": -1, "Goatee": -1, "Sideburns": -1, "5_o_Clock_Shadow": -1},
        {"Obstructed_Forehead": -1, "Fully_Visible_Forehead": -1},
        {"Young": 1, "Gray_Hair": 1, "Bald": -1},
        {"Smiling": 1, "Mouth_Closed": -1, "Heavy_Makeup": 1, "Wearing_Lipstick": -1},
        {"Mustache": 1, "Goatee": -1, "Sideburns": 1},
    ],
)
def test_an_unusual_row_is_possible(row: dict[str, int]) -> None:
    assert recipe(row).asking.rows is not None


def test_what_a_recipe_never_draws_cant_be_asked_of_it() -> None:
    bare = {"scenes": {"accessories": {"headwear": {"none": 1}, "spectacles": 0, "sunglasses": 0}}}
    for name in ("Wearing_Hat", "Eyeglasses"):
        with pytest.raises(ConfigError, match=f"{name} = 1 can't be met by this recipe"):
            recipe({name: 1}, **bare)
    with pytest.raises(ConfigError, match="Senior = 1 can't be met by this recipe: its age is 20 to 40"):
        recipe({"Senior": 1}, people={"age": {"low": 20, "high": 40}})
    with pytest.raises(ConfigError, match="demographics cell 1: the recipe's ancestry is only white"):
        recipe(people={"ancestry": {"white": 1}}, demographics=[{"share": 1, "ancestry": "black"}])


def test_rows_and_cells_are_checked_together() -> None:
    women = [{"share": 1, "male": False}]
    with pytest.raises(ConfigError, match="Mustache = 1 contradicts demographics cell 1"):
        recipe({"Mustache": 1}, demographics=women)
    with pytest.raises(ConfigError, match="row 1: Young is asked for beside demographics"):
        recipe({"Young": 1}, demographics=women)
    with pytest.raises(ConfigError, match=r"demographics: the shares sum to 0\.5"):
        recipe(demographics=[{"share": 0.5, "male": False}])
    with pytest.raises(ConfigError, match="unknown key 'mal'; did you mean 'male'"):
        recipe(demographics=[{"share": 1, "mal": False}])
    with pytest.raises(ConfigError, match="unknown ancestry 'asiann'; did you mean 'asian'"):
        recipe(demographics=[{"share": 1, "ancestry": "asiann"}])


def test_unknown_words_in_a_row_are_named() -> None:
    with pytest.raises(ConfigError, match="unknown attribute 'Smilling'; did you mean 'Smiling'"):
        recipe({"Smilling": 1})
    with pytest.raises(ConfigError, match="unknown key 'wieght'; did you mean 'weight'"):
        Recipe.from_dict({"conditions": [{"wieght": 1, "attributes": {}}]}, where="test")
    with pytest.raises(ConfigError, match="Input should be -1, 0 or 1"):
        recipe({"Male": 2})


def test_each_row_is_met_by_its_share_of_the_images() -> None:
    asking = recipe(
        {"Male": 1, "Smiling": 1},
        {"Male": 1, "Smiling": -1},
        {"Male": -1, "Wearing_Hat": 1},
        {"Mustache": 1},
        weights=(3.0, 3.0, 2.0, 2.0),
    ).asking
    count: Counter[tuple[tuple[str, int], ...]] = Counter()
    for identity in range(600):
        person = asking.for_person(seed=5, identity=identity)
        for image in range(2):
            asked = asking.for_image(seed=5, identity=identity, image=image)
            assert all(asked.attributes[name] == sign for name, sign in person.attributes.items() if name in PERSONAL)
            assert "Mustache" not in asked.attributes or person.attributes == {"Mustache": 1}
            count[tuple(sorted(asked.attributes.items()))] += 1
    share = {key: number / 1200 for key, number in count.items()}
    assert share[("Male", 1), ("Smiling", 1)] == pytest.approx(0.3, abs=0.05)
    assert share[("Male", -1), ("Wearing_Hat", 1)] == pytest.approx(0.2, abs=0.05)
    assert share[(("Mustache", 1),)] == pytest.approx(0.2, abs=0.05)


def test_a_table_of_many_rows_gives_a_person_varied_images() -> None:
    rng = np.random.default_rng(0)
    signs = np.zeros((20_000, 47), np.int8)
    columns = [ATTRIBUTES.index(name) for name in ("Male", "Young", "Chubby", "Big_Nose", "Oval_Face", "Smiling")]
    signs[:, columns] = rng.integers(0, 2, (20_000, 6)) * 2 - 1
    signs[0, ATTRIBUTES.index("Bald")] = 1  # the only one
    rows = Rows(signs, np.ones(20_000), np.arange(20_000), alike=20)
    images = {rows.row_of_image(0, u) for u in np.linspace(0, 0.999, 60)}
    assert len(images) == 20
    assert len({signs[row][columns[0]] for row in images}) == 1
    assert Rows(signs, np.ones(20_000), np.arange(20_000)).row_of_image(0, 0.7) == 0
    asked = Conditions(rows).for_image(seed=1, identity=3, image=1)
    assert set(asked.attributes) >= {"Male", "Young", "Smiling"}


def test_a_cell_binds_the_person() -> None:
    cells = [{"share": 0.25, "male": True, "age": [60, 70]}, {"share": 0.75, "ancestry": "asian"}]
    asking = recipe(demographics=cells).asking
    asked = [asking.for_person(seed=1, identity=identity) for identity in range(400)]
    share = np.mean([each.cell is not None and each.cell.male is True for each in asked])
    assert share == pytest.approx(0.25, abs=0.06)
    assert Request(cell=asked[0].cell).person_limits == asked[0].person_limits != {}


def use_of(tmp_path: Path, text: str, **content: object) -> tuple[Recipe, TableUse]:
    (tmp_path / "rows.csv").write_text(text)
    made = Recipe.from_dict({"conditions_table": str(tmp_path / "rows.csv"), **content}, where="test")
    assert made.table_use is not None
    return made, made.table_use


def asked_in(made: Recipe) -> list[dict[str, int]]:
    rows = made.asking.rows
    assert rows is not None
    return [{name: int(sign) for name, sign in zip(ATTRIBUTES, row, strict=True) if sign} for row in rows.signs]


def test_what_a_comparison_says_is_missing_can_be_asked_for(tmp_path: Path) -> None:
    literals = (Literal("Senior", positive=True), Literal("Eyeglasses", positive=True), Literal("Male", positive=False))
    shown, lacking = Estimate(0.1, 0.05, 0.2), Estimate(0.0, 0.0, 0.01)
    combination = Combination(literals, shown, lacking, images_shown=10, images_lacking=0, examples=())
    missing = MissingCombinations((combination,), 1, 100, 0.01, 0.1, (100, 100), (100, 100))
    made, use = use_of(tmp_path, to_csv(combination_table(missing, "photos, 2019", "renders")))
    assert asked_in(made) == [{"Senior": 1, "Eyeglasses": 1, "Male": -1}]
    assert use.used == ("combination",)
    assert use.notes[:2] == ("photos, 2019", "photos, 2019 low")
    assert not use.skipped


def test_rows_that_are_impossible_are_left_out_and_counted_by_reason(tmp_path: Path) -> None:
    lacking = (
        'combination,real,real low\n"Senior, Eyeglasses, not Male",0.1,0.05\n"Bald, Bangs",0.02,0.01\nBald,0.02,0.01\n'
        '"Young, Senior",0.02,0.01\nPale_Skin,0.02,0.01\n"Goatee, not Male",0.1,0\n"Bangs, Bald, Male",0.1,0\n'
    )
    made, use = use_of(tmp_path, lacking)
    assert asked_in(made) == [{"Male": -1, "Senior": 1, "Eyeglasses": 1}, {"Bald": 1}]
    assert made.asking.rows is not None
    assert made.asking.rows.lines.tolist() == [2, 4]
    assert use.facts() == {
        "table": "rows.csv",
        "rows": 7,
        "rows_used": 2,
        "rows_skipped": 5,
        "skipped_because": {
            "Pale_Skin is no attribute that the renderer can be asked for": 1,
            "attributes contradict each other: a person has one age, and each is young, middle-aged or senior": 1,
            "attributes contradict each other: a person has one sex, and only men have a beard to grow": 1,
            "attributes contradict each other: a person has one hair style: bald heads have no hair, and styles with "
            "bangs or waves aren't bald": 2,
        },
        "columns_used": ["combination"],
        "columns_read_as_notes": ["real", "real low"],
    }
    bare = {"scenes": {"accessories": {"spectacles": 0, "sunglasses": 0}}}
    _, use = use_of(tmp_path, "Eyeglasses,Male,Young\n1,0,0\n0,1,0\n0,0,1\n", **bare)
    assert use.skipped == {"this recipe never draws it: its eyewear is only none": 1}
    cells = {"demographics": [{"share": 1, "male": False}]}
    _, use = use_of(tmp_path, "Mustache,Young\n1,0\n0,1\n-1,\n", **cells)
    assert sum(use.skipped.values()) == 2
    with pytest.raises(ConfigError, match=r"none of its 1 rows can be rendered: 1: .*one hair style"):
        use_of(tmp_path, 'combination\n"Bald, Bangs"\n')
    with pytest.raises(ConfigError, match=r"none of its 1 rows can be rendered: 1: Attractive is no attribute"):
        use_of(tmp_path, "combination\nAttractive\n")


def test_labels_that_were_exported_can_be_asked_for(tmp_path: Path) -> None:
    header = ["Filename", "Identity", *ATTRIBUTES]
    rows = [["a/1.jpg", "7", *([1] + [0] * 45 + [1])], ["a/2.jpg", "7", *([-1] * 2 + [0] * 45)]]
    made, use = use_of(tmp_path, "\n".join(",".join(map(str, row)) for row in (header, *rows)) + "\n")
    assert asked_in(made) == [{"Male": 1}, {"Male": -1, "Young": -1}]
    assert use.notes == ("Filename", "Identity", "Attractive")
    assert len(use.used) == 46


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Filename,weight\na,1\n", "has no column of an attribute, and no column 'combination'"),
        ("combination,weight\nMale,\n", "line 2, column 'weight': None must be a number of at least 0"),
        ("Male,weight\n1,1\n2,1\n", "line 3, column 'Male': '2' must be -1, 0, 1 or empty"),
        ("Male,weight\n1,\n", "line 2, column 'weight': None must be a number of at least 0"),
        ("Male,weight\n1,-2\n", "line 2, column 'weight': '-2' must be a number of at least 0"),
        ("Male,weight\nyes,1\nno,1\n", r"line 2, column 'Male': 'yes' isn't a number \(and 1 more\)"),
        ("Mal,weight\n1,1\n", "unknown column 'Mal'; did you mean 'Male'"),
        ("Male,weight\n1,0\n", "the weights of all rows are 0"),
        ("Male,weight\n", "has no rows"),
        ("", "cannot be read as a table of conditions"),
        ("Male,weight\n1,1\n1,1,1,1\n", "cannot be read as a table of conditions"),
    ],
)
def test_a_bad_table_is_explained(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        read_rows(path, alike=1)


def test_a_table_is_found_beside_its_recipe(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('conditions_table = "rows.csv"\n')
    with pytest.raises(ConfigError, match=r"rows\.csv: cannot be read"):
        Recipe.load(tmp_path / "mine.toml")
    (tmp_path / "rows.csv").write_text("Male,Bald,Bangs,weight\n1,,1,2\n-1,0,-1,1\n")
    loaded = Recipe.load(tmp_path / "mine.toml")
    assert loaded.name == "mine"
    rows = loaded.asking.rows
    assert rows is not None
    assert rows.weights.tolist() == [2.0, 1.0]
    first = loaded.fingerprintable()
    (tmp_path / "rows.csv").write_text("Male,Bald,Bangs,weight\n1,,1,2\n-1,0,-1,2\n")
    assert Recipe.load(tmp_path / "mine.toml").fingerprintable() != first
