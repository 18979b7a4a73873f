from pathlib import Path

import pytest

from facegap.annotate.vocabulary import Vocabulary, mapping_rules
from facegap.base.errors import ConfigError
from facegap.render.truth.vocabulary import ATTRIBUTES, DEMOGRAPHIC


@pytest.mark.parametrize("name", Vocabulary.packaged.names())
def test_a_vocabulary_that_comes_with_facegap_is_whole(name: str) -> None:
    vocabulary = Vocabulary.load(name)
    assert vocabulary.name == name
    grouped = [attribute for group in vocabulary.groups.values() for attribute in group]
    assert sorted(grouped) == sorted(vocabulary.attributes)
    assert vocabulary.summary
    assert vocabulary.source
    for target in vocabulary.maps:
        assert target in Vocabulary.packaged.names()
        mapping_rules(vocabulary, Vocabulary.load(target))


def test_renders_and_annotations_have_the_same_47_attributes() -> None:
    # The rooms don't know each other, so that only a test can see it.
    assert Vocabulary.load("maad47").attributes == ATTRIBUTES
    assert set(Vocabulary.load("maad47").demographics) == DEMOGRAPHIC


def test_the_families_of_maad47() -> None:
    families = {family.name: (family.members, family.exhaustive) for family in Vocabulary.load("maad47").families}
    assert families == {
        "age": (("Young", "Middle_Aged", "Senior"), True),
        "hair colour": (("Black_Hair", "Blond_Hair", "Brown_Hair", "Gray_Hair"), False),
        "ancestry": (("Asian", "White", "Black"), False),
    }
    assert Vocabulary.load("maad47").undecidable == ("Attractive",)


def test_a_vocabulary_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\nattributes = ["Hat", "Cap", "Bare"]\ncontradictions = [["Hat", "Bare"]]\n')
    mine = Vocabulary.load(path)
    assert (mine.attributes, mine.contradictions) == (("Hat", "Cap", "Bare"), (("Hat", "Bare"),))
    assert Vocabulary.load(str(path)) == mine
    assert mine.columns(["Bare", "Hat"]) == [2, 0]
    with pytest.raises(ConfigError, match=r"'mine' has no attribute 'Hats'; did you mean 'Hat'\?"):
        mine.columns(["Hats"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('attributes = ["A", "B", "A"]', "'A' is listed 2 times"),
        ("attributes = []", "at least 1 item"),
        ('attributes = ["error"]', "can't be called 'error'"),
        ('attributes = ["Hat", "Hat_score"]', "can't be called 'Hat_score'"),
        ('attributes = ["Hat"]\nundecidable = ["Hut"]', r"undecidable names 'Hut'.*did you mean 'Hat'"),
        ('attributes = ["Hat"]\ndemographics = ["Hut"]', r"demographics names 'Hut'.*did you mean 'Hat'"),
        ('attributes = ["Hat"]\nbreakdown = [["Hut"]]', r"breakdown names 'Hut'.*did you mean 'Hat'"),
        ('attributes = ["A"]\nbreakdown = [["A"]]', "'A' in breakdown isn't in demographics"),
        ('attributes = ["A"]\ndemographics = ["A"]\nbreakdown = [["A"], ["A"]]', "'A' in breakdown is listed twice"),
        ('attributes = ["A", "B"]\ncontradictions = [["A", "C"]]', "the contradiction of A and C names 'C'"),
        ('attributes = ["A", "B"]\n[groups]\nall = ["A", "Z"]', "the group 'all' names 'Z'"),
        (
            'attributes = ["A", "B"]\n[[families]]\nname = "f"\nmembers = ["A", "Z"]\nexhaustive = true',
            "the family 'f' names 'Z'",
        ),
        (
            'attributes = ["A", "B", "C"]\nfamilies = [{name = "f", members = ["A", "B"], exhaustive = true},'
            ' {name = "g", members = ["B", "C"], exhaustive = true}]',
            "'B' is listed 2 times in the families",
        ),
        ('attributes = ["A"]\n[maps.maad47]\nMale = {any_of = ["Z"]}', "the map to maad47's Male names 'Z'"),
        ('attribute = ["A"]', "did you mean 'attributes'"),
    ],
)
def test_what_is_wrong_with_a_vocabulary(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'name = "mine"\n{text}\n')
    with pytest.raises(ConfigError, match=message) as caught:
        Vocabulary.load(path)
    assert str(path) in str(caught.value)


def test_there_is_no_such_vocabulary(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"unknown vocabulary 'mad47'; did you mean 'maad47'\? known: celeba40, .*\(or give the path"
    ):
        Vocabulary.load("mad47")
    with pytest.raises(ConfigError, match=r"gone\.toml: cannot be read"):
        Vocabulary.load(tmp_path / "gone.toml")
