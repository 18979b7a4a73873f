import math
import pickle
from collections import Counter

import pytest

from facegap.render.conditions.quotas import Quotas
from facegap.render.recipes.recipe import Recipe, with_asked


def order(shares: tuple[float, ...], people: int, seed: int = 3) -> list[int]:
    quotas = Quotas(shares)
    return [quotas.cell(person, seed=seed) for person in range(people)]


@pytest.mark.parametrize(
    "shares",
    [
        (0.125,) * 8,
        (0.5, 0.25, 0.25),
        (0.7, 0.1, 0.1, 0.1),
        (0.333333, 0.333333, 0.333334),
        (0.01, 0.99),
        (0.62, 0.13, 0.0, 0.25),
        (0.3, 0.21, 0.17, 0.13, 0.11, 0.08),
    ],
)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_prefix_has_each_share_rounded_down_or_up(shares: tuple[float, ...], seed: int) -> None:
    count: Counter[int] = Counter()
    for people, cell in enumerate(order(shares, 400, seed), 1):
        count[cell] += 1
        for number, share in enumerate(shares):
            wanted = people * share / sum(shares)
            assert math.floor(wanted + 1e-3) - 1e-9 <= count[number] <= math.ceil(wanted - 1e-3) + 1e-9, (people, share)


def test_eight_equal_cells_of_forty_people_give_five_each_in_an_order_of_chance() -> None:
    cells = [{"share": 0.125, "male": male, "ancestry": name} for male in (True, False) for name in _NAMES]
    recipe = Recipe.from_dict({"demographics": cells}, where="test")
    asked = [recipe.asking.for_person(seed=4, identity=identity).cell for identity in range(40)]
    count = Counter((cell.male, cell.ancestry) for cell in asked if cell)
    assert sorted(count.values()) == [5] * 8
    eights = [tuple(order((0.125,) * 8, 40, seed)[start : start + 8]) for seed in (4, 5) for start in range(0, 40, 8)]
    assert len(set(eights)) == len(eights)


_NAMES = ("white", "black", "asian", "indian")


def test_whoever_asks_in_whichever_order_gets_the_same() -> None:
    quotas = Quotas((0.6, 0.4))
    backwards = [quotas.cell(person, seed=9) for person in (70, 3, 41, 0)]
    elsewhere = pickle.loads(pickle.dumps(quotas))
    forwards = order((0.6, 0.4), 71, seed=9)
    assert backwards == [forwards[person] for person in (70, 3, 41, 0)]
    assert [elsewhere.cell(person, seed=9) for person in range(71)] == forwards
    assert order((0.6, 0.4), 71, seed=8) != forwards


def test_only_recipes_that_ask_for_something_have_another_fingerprint() -> None:
    assert not {"quotas", "candidates"} & Recipe.load("wild").fingerprintable().keys()
    assert with_asked(Recipe.load("wild"), ["Male=1"]).fingerprintable()["candidates"] == 1
    cells = {"demographics": [{"share": 1, "male": True}]}
    assert Recipe.from_dict(cells, where="test").fingerprintable()["quotas"] == 1
