import json
from pathlib import Path

import pytest

from facegap.base.errors import ConfigError
from facegap.render.recipes.recipe import Recipe


@pytest.mark.parametrize("name", Recipe.packaged.names())
def test_a_built_in_recipe_loads(name: str) -> None:
    recipe = Recipe.load(name)
    assert recipe.name == name
    assert recipe.description
    stored = json.loads(json.dumps(recipe.fingerprintable()))
    assert Recipe.from_dict(stored, where="its own JSON") == recipe


def test_wild_is_the_default() -> None:
    wild = Recipe.load("wild")
    assert wild.people == Recipe().people
    assert wild.scenes == Recipe().scenes


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"peple": {}}, "unknown key 'peple'; did you mean 'people'"),
        ({"people": {"skin": {"freckels": 1}}}, r"'people\.skin\.freckels'; did you mean 'freckles'"),
        ({"people": {"ancestries": {"asian": {"melanine": 1}}}}, "did you mean 'melanin'"),
        ({"people": {"ancestry": {"white": 0.5, "asain": 0.5}}}, "unknown name 'asain'; did you mean 'asian'"),
        ({"people": {"ancestry": {"white": 0.5, "asian": 0.4}}}, r"people\.ancestry.*sum to 0\.9"),
        ({"people": {"age": {"mean": 30, "sd": 5, "lo": 1, "high": 50}}}, "unknown key 'lo'; did you mean 'low'"),
        (
            {"people": {"shape_sds": {"nose-humpp": 0.1}}},
            "unknown shape parameter 'nose-humpp'; did you mean 'nose-hump'",
        ),
        ({"people": {"male_traits": {"jaws": 1}}}, "unknown trait 'jaws'; did you mean 'jaw'"),
        ({"people": {"hair": {"styles": {"bald-ish": 1}}}}, "unknown hair style 'bald-ish'"),
        ({"people": {"male": 1.5}}, "less than or equal to 1"),
        ({"scenes": {"pose": {"yow": 1}}}, "did you mean 'yaw'"),
        ({"scenes": {"capture": {"noise": {"shar": 1, "amount": 0}}}}, "did you mean 'share'"),
        ({"scenes": {"face": {"expression": {"laughs": 1}}}}, "unknown name 'laughs'; did you mean 'laugh'"),
        ({"scenes": {"variation": 2}}, "less than or equal to 1"),
        ({"output": {"frame": "square"}}, "'arcface' or 'photo'"),
        ({"conditions": [{"attributes": {"Male": 1}}], "conditions_table": "a.csv"}, "exclude each other"),
    ],
)
def test_a_wrong_recipe_is_explained(content: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Recipe.from_dict(content, where="mine.toml")


def test_an_unknown_recipe_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean 'studio'"):
        Recipe.load("studoi")
    with pytest.raises(ConfigError, match="cannot be read as TOML"):
        Recipe.load(tmp_path / "none.toml")
