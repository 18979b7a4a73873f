import itertools

import numpy as np
from tests.labels import labeled, random_set

from facegap.compare.identities import compare_consistency, most_inconsistent, owned_by_person
from facegap.estimates import share_of_people


def test_disagreement_is_that_of_all_pairs() -> None:
    shares = {"a": 0.5, "b": 0.1, "c": 0.9, "d": 0.3, "e": 0.6}
    real = random_set(shares, people=30, images=5, alike=0.4, seed=0, defined=0.5)
    for one in compare_consistency(real=real, synthetic=real):
        column = real.labels[:, real.attributes.index(one.name)]
        rates, mixed = [], []
        for person in np.unique(real.people):
            own = [label for label in column[real.people == person] if label]
            if len(own) > 1:
                rates.append(np.mean([a != b for a, b in itertools.combinations(own, 2)]))
                mixed.append(len(set(own)) == 2)
        assert one.real
        assert one.real.people == len(rates)
        assert np.isclose(one.real.disagreement.value, np.mean(rates))
        assert np.isclose(one.real.mixed.value, np.mean(mixed))


def _independent(share: float, *, people: int, images: int, seed: int) -> np.ndarray:
    """Labels that have nothing to do with the person."""
    return np.where(np.random.default_rng(seed).random(people * images) < share, 1, -1)


def test_independent_images_disagree_as_often_as_they_should() -> None:
    """2p(1 − p), however many images a person has; the interval holds it as often as it says."""
    held = differences = 0
    for seed in range(100):
        sets = [
            labeled(
                {"x": _independent(share, people=40, images=images, seed=2 * seed + images % 2).tolist()},
                np.repeat(np.arange(40), images),
            )
            for share, images in ((0.2, 3), (0.5, 6))
        ]
        (found,) = compare_consistency(real=sets[0], synthetic=sets[1])
        assert found.real
        assert found.difference
        held += found.real.disagreement.low <= 0.32 <= found.real.disagreement.high
        differences += found.difference.low <= 0.18 <= found.difference.high
    assert held >= 92
    assert differences >= 92


def test_rare_disagreement_has_an_exact_interval() -> None:
    people = np.repeat(np.arange(20), 3)
    steady = labeled({"Male": np.repeat([1, -1], 30).tolist()}, people)
    (male,) = compare_consistency(real=steady, synthetic=steady)
    assert male.owned
    assert male.real
    assert male.real.mixed.value == male.real.disagreement.value == male.floor == 0
    assert np.isclose(male.real.mixed.high, 1 - 0.025 ** (1 / 20))  # Clopper and Pearson's of none in 20


def test_the_share_of_people_with_both_has_the_exact_interval() -> None:
    half = labeled({"x": [1, -1] * 5 + [1, 1] * 5}, np.repeat(np.arange(10), 2))
    (found,) = compare_consistency(real=half, synthetic=half)
    assert found.real
    assert found.real.mixed == share_of_people(np.arange(10) < 5)


def test_only_people_with_two_defined_images_count() -> None:
    found = labeled({"x": [1, 0, 1, -1, 1, 0], "y": [0] * 6}, [0, 0, 1, 1, 2, 3])
    x, y = compare_consistency(real=found, synthetic=found)
    assert x.real
    assert (x.real.people, x.real.mixed.value) == (1, 1)
    assert (y.real, y.difference) == (None, None)


def test_people_may_come_in_any_order() -> None:
    made = random_set({"a": 0.5}, people=30, images=4, alike=0.4, seed=0)
    order = np.random.default_rng(0).permutation(len(made.people))
    mixed = labeled({"a": made.labels[order, 0].tolist()}, made.people[order])
    (one,), (other,) = (compare_consistency(real=found, synthetic=found) for found in (made, mixed))
    assert one == other


def test_the_most_inconsistent_come_first() -> None:
    people = [0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3]
    found = labeled({"Male": [1, -1, 1, 1, -1, -1, 1, 1, -1, 1, 1]}, people)
    shown = most_inconsistent(found, "Male", images=1)
    assert [(one.positive, one.negative) for one in shown] == [(2, 2), (1, 1), (2, 1)]
    assert [one.rows for one in shown] == [(2, 4), (0, 1), (6, 8)]
    assert most_inconsistent(labeled({"Male": [1, 1]}, [0, 0]), "Male") == []


def test_what_a_person_owns() -> None:
    owned = [
        name for name in ("Male", "Smiling", "race: Black", "face_gender: male", "age: 3-9") if owned_by_person(name)
    ]
    assert owned == ["Male", "race: Black", "face_gender: male"]
