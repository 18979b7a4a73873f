import numpy as np
import pytest

from facegap.annotate.vocabulary import MappingRule, Vocabulary, map_labels, mapping_rules
from facegap.base.errors import ConfigError

FAIRFACE, CELEBA, MAAD = (Vocabulary.load(name) for name in ("fairface", "celeba40", "maad47"))


def person(vocabulary: Vocabulary, *positive: str, undefined: tuple[str, ...] = ()) -> np.ndarray:
    labels = [1 if name in positive else 0 if name in undefined else -1 for name in vocabulary.attributes]
    return np.array([labels], dtype=np.int8)


def said(labels: np.ndarray, source: Vocabulary, target: Vocabulary) -> dict[str, int]:
    return dict(zip(target.attributes, map_labels(labels, source=source, target=target)[0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ("Age_0_2", (1, -1, -1)),
        ("Age_20_29", (1, -1, -1)),
        ("Age_30_39", (0, 0, -1)),
        ("Age_40_49", (-1, 1, -1)),
        ("Age_50_59", (-1, 1, -1)),
        ("Age_60_69", (-1, -1, 1)),
        ("Age_70_or_more", (-1, -1, 1)),
    ],
)
def test_ages_of_fairface(age: str, expected: tuple[int, int, int]) -> None:
    found = said(person(FAIRFACE, age, "Indian"), FAIRFACE, MAAD)
    assert (found["Young"], found["Middle_Aged"], found["Senior"]) == expected


@pytest.mark.parametrize(
    ("race", "expected"),
    [
        ("East_Asian", (1, -1, -1)),
        ("Southeast_Asian", (1, -1, -1)),
        ("Indian", (-1, -1, -1)),
        ("White", (-1, 1, -1)),
        ("Middle_Eastern", (-1, 0, -1)),
        ("Latino_Hispanic", (-1, 0, -1)),
        ("Black", (-1, -1, 1)),
    ],
)
def test_races_of_fairface(race: str, expected: tuple[int, int, int]) -> None:
    found = said(person(FAIRFACE, "Age_3_9", "Male", race), FAIRFACE, MAAD)
    assert (found["Asian"], found["White"], found["Black"]) == expected
    assert found["Male"] == 1
    assert all(value == 0 for name, value in found.items() if name not in MAAD.attributes[:7])


def test_what_fairface_does_not_know_is_not_known() -> None:
    ages = FAIRFACE.families[0].members
    found = said(person(FAIRFACE, "Black", undefined=ages), FAIRFACE, MAAD)
    assert (found["Young"], found["Middle_Aged"], found["Senior"], found["Black"]) == (0, 0, 0, 1)


def test_celeba_says_most_of_maad_face() -> None:
    found = said(person(CELEBA, "Mouth_Slightly_Open", "Bald"), CELEBA, MAAD)
    assert (found["Mouth_Closed"], found["Bald"], found["Eyeglasses"], found["No_Eyewear"]) == (-1, 1, -1, 1)
    assert sum(value != 0 for value in found.values()) == 36
    back = said(person(MAAD, "Mouth_Closed"), MAAD, CELEBA)
    assert (back["Mouth_Slightly_Open"], back["Pale_Skin"], back["Male"]) == (-1, 0, -1)


def test_a_rule_is_the_or_of_three_values() -> None:
    one = Vocabulary(
        name="one", attributes=("a", "b", "u"), maps={"two": {"x": MappingRule(any_of=("a", "b"), unsure=("u",))}}
    )
    two = Vocabulary(name="two", attributes=("x",))
    cases = {
        (1, -1, -1): 1,
        (1, 0, 0): 1,
        (-1, 1, 1): 1,
        (-1, -1, -1): -1,
        (-1, 0, -1): 0,
        (-1, -1, 0): 0,
        (-1, -1, 1): 0,
        (0, 0, 0): 0,
    }
    labels = np.array(list(cases), dtype=np.int8)
    assert map_labels(labels, source=one, target=two)[:, 0].tolist() == list(cases.values())


def test_no_map_is_an_error() -> None:
    other = Vocabulary(name="other", attributes=("Tall",))
    with pytest.raises(ConfigError, match=r"'other' corresponds to an attribute of 'maad47'.*\[maps.maad47\]"):
        mapping_rules(other, MAAD)
    wrong = Vocabulary(name="wrong", attributes=("Tall",), maps={"maad47": {"Old": MappingRule(any_of=("Tall",))}})
    with pytest.raises(ConfigError, match="'maad47' has no attribute 'Old'"):
        mapping_rules(wrong, MAAD)
    assert map_labels(np.zeros((0, 47), dtype=np.int8), source=MAAD, target=MAAD).shape == (0, 47)
