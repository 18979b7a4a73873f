import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.labels import labeled, random_set

from facegap.base.errors import FaceSetError
from facegap.compare.combinations import Literal, MissingCombinations, missing_combinations, side
from facegap.compare.combinations.certainty import PeopleSums
from facegap.compare.combinations.literal import name_of
from facegap.compare.combinations.search import is_certain
from facegap.compare.labels import LabeledSet

SHARES = {"hat": 0.3, "beard": 0.4, "Male": 0.5, "old": 0.2, "smile": 0.6, "pale": 0.1}


def names(found: MissingCombinations) -> list[str]:
    return [one.name for one in found.combinations]


def without(given: LabeledSet, *attributes: str) -> LabeledSet:
    """Where some attributes are all positive, the last of them is made negative."""
    labels = given.labels.copy()
    columns = [given.attributes.index(name) for name in attributes]
    labels[np.all(labels[:, columns] == 1, axis=1), columns[-1]] = -1
    return replace(given, labels=labels)


def brute_force(shown_by: LabeledSet, lacking_in: LabeledSet, least_share: float, ratio: float) -> dict[str, float]:
    """All combinations one by one, in the plainest way; name and mass."""
    attributes = shown_by.attributes
    found: dict[frozenset[Literal], float] = {}

    def masks(given: LabeledSet, literals: tuple[Literal, ...]) -> tuple[np.ndarray, np.ndarray]:
        shown = defined = np.ones(len(given.labels), dtype=bool)
        for one in literals:
            column = given.labels[:, attributes.index(one.attribute)]
            shown = shown & (column == (1 if one.positive else -1))
            defined = defined & (column != 0)
        return shown, defined

    def share(given: LabeledSet, literals: tuple[Literal, ...]) -> float:
        shown, defined = masks(given, literals)
        return shown.sum() / defined.sum()

    def among(given: LabeledSet, literals: tuple[Literal, ...], part: tuple[Literal, ...]) -> float:
        """The share of the images that show a part which show all."""
        shown, defined = masks(given, literals)
        return shown.sum() / max((defined & masks(given, part)[0]).sum(), 1)

    for size in range(1, 5):
        for chosen in itertools.combinations(attributes, size):
            for signs in itertools.product((True, False), repeat=size):
                literals = tuple(map(Literal, chosen, signs))
                if any(part <= set(literals) for part in found):
                    continue
                if any(masks(given, literals)[1].mean() < 0.1 for given in (shown_by, lacking_in)):
                    continue
                ours, theirs = share(shown_by, literals), share(lacking_in, literals)
                if ours < least_share or theirs > ratio * ours:
                    continue
                parts = list(itertools.combinations(literals, size - 1))
                if any(among(lacking_in, literals, part) > 0.5 * among(shown_by, literals, part) for part in parts):
                    continue

                def certain(given: tuple[Literal, ...], whole: tuple[Literal, ...] = literals) -> bool:
                    """Whether, among images that show some literals, all are rarer."""
                    both = []
                    for labels in (shown_by, lacking_in):
                        shown, defined = masks(labels, whole)
                        both.append(PeopleSums.of(shown, defined & masks(labels, given)[0], labels.people))
                    return bool(is_certain(*both, attributes=len(attributes), size=len(whole))[0])

                if all(certain(part) for part in ((), *itertools.combinations(literals, size - 1))):
                    found[frozenset(literals)] = ours - theirs
    return {name_of(sorted(one, key=lambda literal: attributes.index(literal.attribute))): found[one] for one in found}


@pytest.mark.parametrize("seed", range(4))
def test_all_that_is_missing_is_found_and_nothing_else(seed: int) -> None:
    real = random_set(SHARES, people=300, images=3, alike=0.3, seed=seed, defined=0.9)
    synthetic = random_set(SHARES | {"pale": 0.005}, people=500, images=2, alike=0.3, seed=100 + seed, defined=0.8)
    synthetic = without(without(synthetic, "hat", "beard"), "Male", "old", "smile")
    expected = brute_force(real, synthetic, 0.02, 0.15)
    found = missing_combinations(shown_by=real, lacking_in=synthetic, least_share=0.02, ratio=0.15, most=1000)
    assert set(names(found)) == set(expected)
    assert {"pale", "hat, beard"} <= set(expected)
    assert [one.mass for one in found.combinations] == pytest.approx(sorted(expected.values(), reverse=True))
    assert found.count == len(expected)
    assert found.searched == 12 + 15 * 4 + 20 * 8 + 15 * 16
    assert not missing_combinations(shown_by=synthetic, lacking_in=real, ratio=0.15).combinations


@pytest.mark.parametrize("planted", [("hat", "beard"), ("Male", "old", "smile"), ("hat", "Male", "beard", "smile")])
def test_what_never_occurs_together_comes_first_and_alone(planted: tuple[str, ...]) -> None:
    real = random_set(SHARES, people=2000, images=2, alike=0.3, seed=0)
    synthetic = without(random_set(SHARES, people=2000, images=2, alike=0.3, seed=1), *planted)
    found = missing_combinations(shown_by=real, lacking_in=synthetic)
    assert {literal.attribute for literal in found.combinations[0].literals} == set(planted)
    assert all(literal.positive for literal in found.combinations[0].literals)
    assert (found.combinations[0].lacking.value, found.combinations[0].images_lacking, found.count) == (0, 0, 1)


def test_shares_and_examples_are_of_the_images_that_show_it() -> None:
    real = random_set(SHARES, people=400, images=5, alike=0.5, seed=2, defined=0.7)
    real = replace(real, rows=np.arange(2000) * 3 + 1)  # images without labels lie between
    synthetic = without(random_set(SHARES, people=900, images=2, alike=0.5, seed=3, defined=0.7), "hat", "Male")
    (found,) = missing_combinations(shown_by=real, lacking_in=synthetic).combinations
    hat, male = real.labels[:, 0], real.labels[:, 2]
    there = (hat != 0) & (male != 0)
    assert found.name == "hat, Male"
    assert found.images_shown == ((hat == 1) & (male == 1)).sum()
    assert found.shown.value == pytest.approx(found.images_shown / there.sum())
    assert found.shown.low < found.shown.value < found.shown.high
    assert (found.lacking.low, found.lacking.value) == (0, 0)
    rows = (np.array(found.examples) - 1) // 3
    assert len(set(real.people[rows])) == 6
    assert np.all(real.labels[rows][:, [0, 2]] == 1)
    again = missing_combinations(shown_by=real, lacking_in=synthetic, seed=0).combinations
    other = missing_combinations(shown_by=real, lacking_in=synthetic, seed=1).combinations
    assert again == (found,)
    assert other[0].examples != found.examples


def test_one_person_gives_several_examples_where_there_are_few() -> None:
    showing = side.Showing(np.ones(4, dtype=bool), None, None)  # type: ignore[arg-type]
    found = side.Side(labeled({"a": [1, 1, 1, 1]}, [0, 0, 0, 1]), seed=0).examples(showing, "a", 3)
    assert 3 in found[:2]
    assert len(set(found)) == 3


def test_a_literal_that_makes_no_difference_is_not_added() -> None:
    """Hats are a little too frequent to be missing; with any other attribute, chance would often make them so."""
    real = random_set(SHARES, people=3000, images=1, alike=0.3, seed=4, defined=1)
    synthetic = random_set(SHARES | {"hat": 0.036}, people=3000, images=1, alike=0.3, seed=5, defined=1)
    assert names(missing_combinations(shown_by=real, lacking_in=synthetic)) == []
    assert names(missing_combinations(shown_by=real, lacking_in=synthetic, ratio=0.15)) == ["hat"]


def test_rarer_attributes_make_a_combination_that_is_missing() -> None:
    real = random_set(SHARES, people=3000, images=1, alike=0.3, seed=4, defined=1)
    synthetic = random_set(SHARES | {"hat": 0.07, "beard": 0.1}, people=3000, images=1, alike=0.3, seed=5, defined=1)
    assert names(missing_combinations(shown_by=real, lacking_in=synthetic)) == ["hat, beard"]


@pytest.mark.parametrize(
    ("ours", "theirs"), [((30, 40), (1000, 1)), ((1000, 1), (30, 40)), ((60, 20), (60, 20)), ((5, 2), (5, 2))]
)
def test_samples_of_one_world_lack_nothing(ours: tuple[int, int], theirs: tuple[int, int]) -> None:
    """People and their images; a person's images are nearly all the same."""
    for seed in range(8):
        sets = [
            random_set(SHARES, people=people, images=images, alike=0.9, seed=2 * seed + at)
            for at, (people, images) in enumerate((ours, theirs))
        ]
        assert missing_combinations(shown_by=sets[0], lacking_in=sets[1]).count == 0


@pytest.mark.parametrize("others", [10, 1000])
def test_ten_images_are_too_few_even_where_they_have_nothing_in_common(others: int) -> None:
    few = labeled({name: [1] * 10 for name in SHARES}, range(10))
    many = labeled({name: [-1] * others for name in SHARES}, range(others))
    assert missing_combinations(shown_by=few, lacking_in=many).combinations == ()
    assert missing_combinations(shown_by=many, lacking_in=few).combinations == ()


def test_sets_that_show_nothing_of_use() -> None:
    real = random_set(SHARES, people=200, images=2, alike=0.3, seed=8)
    assert missing_combinations(shown_by=real, lacking_in=real).combinations == ()
    silent = replace(real, labels=np.zeros_like(real.labels))
    assert missing_combinations(shown_by=real, lacking_in=silent).combinations == ()
    assert missing_combinations(shown_by=silent, lacking_in=real).combinations == ()
    one = replace(real, people=np.zeros_like(real.people))
    bare = replace(real, labels=-np.ones_like(real.labels))
    assert missing_combinations(shown_by=one, lacking_in=bare).combinations == ()
    assert set(names(missing_combinations(shown_by=real, lacking_in=bare))) == set(SHARES)


def test_a_single_attribute() -> None:
    real, synthetic = labeled({"a": [1] * 50 + [-1] * 50}, range(100)), labeled({"a": [-1] * 100}, range(100))
    found = missing_combinations(shown_by=real, lacking_in=synthetic)
    assert (names(found), found.searched) == (["a"], 2)
    assert names(missing_combinations(shown_by=synthetic, lacking_in=real)) == []


def test_attributes_are_those_in_common() -> None:
    real = labeled({"x": [1] * 80, "a": [1] * 40 + [-1] * 40}, range(80))
    synthetic = labeled({"a": [-1] * 80, "y": [1] * 80}, range(80))
    assert names(missing_combinations(shown_by=real, lacking_in=synthetic)) == ["a"]
    with pytest.raises(FaceSetError, match="no attribute in common"):
        missing_combinations(shown_by=real, lacking_in=labeled({"z": [1]}, [0]))


def test_large_sets_are_searched_in_part_and_counted_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    real = random_set(SHARES, people=1500, images=3, alike=0.3, seed=9)
    synthetic = without(random_set(SHARES, people=900, images=5, alike=0.3, seed=10), "hat", "beard")
    monkeypatch.setattr(side, "PART", 2000)
    found = missing_combinations(shown_by=real, lacking_in=synthetic)
    assert names(found) == ["hat, beard"]
    assert (found.images_searched, found.images) == ((1998, 2000), (4500, 4500))
    assert found.combinations[0].images_shown == np.all(real.labels[:, :2] == 1, axis=1).sum()


@pytest.mark.parametrize("wrong", [{"least_share": 0.0}, {"least_share": 1.5}, {"ratio": -0.1}, {"ratio": 2.0}])
def test_shares_that_are_none(wrong: dict[str, float]) -> None:
    given = labeled({"a": [1, -1]}, [0, 1])
    with pytest.raises(ValueError, match="least_share must be above 0"):
        missing_combinations(shown_by=given, lacking_in=given, **wrong)


def test_names_say_what_is_there_before_what_is_not() -> None:
    literals = (Literal("Male", positive=False), Literal("Senior", positive=True), Literal("Eyeglasses", positive=True))
    assert name_of(literals) == "Senior, Eyeglasses, not Male"
