import tomllib

import pytest

from facegap.render import Recipe, to_toml


@pytest.mark.parametrize("name", Recipe.packaged.names())
def test_a_recipe_comes_back_as_it_was(name: str) -> None:
    recipe = Recipe.load(name)
    assert Recipe.from_dict(tomllib.loads(to_toml(recipe)), where="its TOML") == recipe


def test_conditions_and_cells_come_back() -> None:
    recipe = Recipe.from_dict(
        {
            "name": "mine",
            "description": 'a "quoted" line with a \\ and an é',
            "conditions": [{"weight": 2, "attributes": {"Smiling": 1, "Bald": -1}}],
            "demographics": [{"share": 0.5, "ancestry": "asian", "age": [20, 30]}, {"share": 0.5, "male": True}],
            "people": {"shape_sds": {"nose-hump": 0.1}, "hair": {"styles": {"bob": 0}}},
            "output": {"maps": ["depth", "parts"]},
        },
        where="test",
    )
    assert Recipe.from_dict(tomllib.loads(to_toml(recipe)), where="its TOML") == recipe


def test_a_table_is_found_from_anywhere(tmp_path, monkeypatch) -> None:
    (tmp_path / "rows.csv").write_text("Male\n1\n")
    (tmp_path / "mine.toml").write_text('conditions_table = "rows.csv"\n')
    monkeypatch.chdir(tmp_path)
    text = to_toml(Recipe.load("mine.toml"))
    assert tomllib.loads(text)["conditions_table"] == str(tmp_path / "rows.csv")


def test_every_key_is_explained() -> None:
    """Its meaning stands beside it or on the line before; where classes share it, the first time."""
    text = to_toml(Recipe.load("wild"))
    assert "male = 0.5  # the share of men\n" in text
    assert "\n# habits of men who can grow one (capacity of 0.25 or more); the others shave\nbeard = {" in text
    first = text.partition("[people.ancestries.black]")[0].splitlines()
    keys = [at for at, line in enumerate(first) if " = " in line and not line.startswith("#")]
    assert all("#" in first[at] or first[at - 1].startswith("#") for at in keys)


@pytest.mark.parametrize("name", Recipe.packaged.names())
def test_a_table_is_explained_once(name: str) -> None:
    """Tables of one class, such as the ancestries, have its explanation before the first of them."""
    lines = to_toml(Recipe.load(name)).splitlines()
    headings = [lines[at - 1] for at, line in enumerate(lines) if line.startswith("[") and lines[at - 1]]
    assert "# The tendencies of one ancestry" in headings
    assert len(headings) == len(set(headings))
