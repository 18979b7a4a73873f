import json
from pathlib import Path

import numpy as np
import pytest
from tests.rendering import workshop

from facegap.base.errors import ConfigError
from facegap.engine import LocalRunner, create
from facegap.render import Recipe, RenderSource, to_toml, with_asked
from facegap.render.tables.hair_styles import STYLES

CLOUD = """
[cloud]
lengths = {front = 0.5, top = 0.6, sides = 0.5, back = 0.5, fringe = 0.4}
body = {volume = 0.2, frizz = 0.4}
cards = {count = 200, points = 4}
bangs = true
male = 5
female = 5
textures = ["straight", "wavy", "coily"]
tied_to = ["bun"]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "styles.toml").write_text(CLOUD)
    path = tmp_path / "mine.toml"
    path.write_text('[people.hair]\nstyles_file = "styles.toml"\nstyles = {cloud = 400}\n')
    return path


def test_a_style_of_ones_own_is_drawn_worn_and_asked_for(mine, tmp_path, tmp_path_factory, monkeypatch) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))
    recipe = with_asked(Recipe.load(mine), ["Bangs=1"])
    source = RenderSource(recipe, identities=3, images=2, seed=1)
    faceset, summary = create(source, tmp_path / "set", source.info("set"), runner=LocalRunner(1))
    assert summary.errors == 0
    styles = faceset.column("truth", "hair_style").to_list()
    assert styles.count("cloud") > 2
    labels = faceset.column("truth", "Bangs").to_numpy()
    assert (labels[np.array(styles) == "cloud"] == 1).any()


def test_the_file_counts_in_the_fingerprint_only_where_there_is_one(mine) -> None:
    assert "styles_file" not in Recipe().fingerprintable()["people"]["hair"]
    first = Recipe.load(mine).fingerprintable()
    assert first["people"]["hair"]["further_styles"]["cloud"]["bangs"] is True
    json.dumps(first)
    (mine.parent / "styles.toml").write_text(CLOUD.replace("front = 0.5", "front = 0.7"))
    assert Recipe.load(mine).fingerprintable() != first


def test_a_copy_of_the_recipe_finds_the_file(mine, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(mine.parent)
    (tmp_path / "elsewhere").mkdir()
    copy = tmp_path / "elsewhere" / "copy.toml"
    copy.write_text(to_toml(Recipe.load("mine.toml")))
    assert "cloud" in Recipe.load(copy).people.hair.known_styles


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[x\n", "styles.toml: cannot be read as a table of hair styles"),
        ("name = 3\n", "styles.toml: name stands outside of a style"),
        ("[bob]\n", "styles.toml: a hair style 'bob' comes with the package; give yours another name"),
        ("[x]\nlenghts = {front = 1}\n", "styles.toml, x: unknown key 'lenghts'; did you mean 'lengths'"),
        ("[x]\nlengths = {front = -1}\n", "styles.toml, x: lengths.front: Input should be greater than or equal to 0"),
        ('[x]\ntextures = ["curly"]\n', "styles.toml, x: textures.0: Input should be 'straight', 'wavy' or 'coily'"),
        ('[x]\ntied_to = ["bunn"]\n', "styles.toml, x: tied_to: unknown hair style 'bunn'; did you mean 'bun'"),
    ],
)
def test_a_wrong_table_is_explained(tmp_path, text, message) -> None:
    (tmp_path / "styles.toml").write_text(text)
    (tmp_path / "mine.toml").write_text('[people.hair]\nstyles_file = "styles.toml"\n')
    with pytest.raises(ConfigError, match=message):
        Recipe.load(tmp_path / "mine.toml")


def test_a_missing_table_is_named(tmp_path) -> None:
    (tmp_path / "mine.toml").write_text('[people.hair]\nstyles_file = "none.toml"\n')
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read as a table of hair styles"):
        Recipe.load(tmp_path / "mine.toml")


def test_the_styles_that_ship_know_each_other() -> None:
    assert all(set(style.tied_to) <= STYLES.keys() for style in STYLES.values())
    assert all(name == style.name for name, style in STYLES.items())
