import numpy as np
from tests.compared import embedded
from tests.labels import labeled, random_set

from facegap.compare import SetPeople
from facegap.compare.study import cross_halves
from facegap.compare.study.halves import LEAST_PEOPLE


def test_halves_of_one_set_do_not_differ_and_share_no_person() -> None:
    """What all images of a person have in common tells halves apart if, and only if, somebody is in both."""
    drawn = random_set({"a": 0.5, "b": 0.2}, people=24, images=2, alike=0.6, seed=2)
    cell = cross_halves(SetPeople(drawn.people, 0, labeled=drawn), name="x", attributes=("a", "b"))
    assert cell
    assert (cell.p, cell.q, cell.different, cell.frechet) == ("x", "x", 0, None)
    tree = next(iter(cell.divergences.values()))
    assert tree.value.low <= 0.05
    assert tree.images == 24


def test_embeddings_are_halved_by_people() -> None:
    vectors = embedded(20, 3, seed=0)
    cell = cross_halves(SetPeople(vectors.people, 0, embedded=vectors), name="x", attributes=())
    assert cell
    assert (cell.different, cell.divergences) == (None, {})
    assert cell.frechet
    assert cell.frechet.estimate.value > 0
    again, other = (
        cross_halves(SetPeople(vectors.people, 0, embedded=vectors), name="x", attributes=(), seed=seed)
        for seed in (0, 1)
    )
    assert again == cell
    assert other != cell


def test_too_few_people_have_no_halves() -> None:
    people = np.repeat(np.arange(LEAST_PEOPLE - 1), 4)
    few = labeled({"a": [1, -1] * (2 * (LEAST_PEOPLE - 1))}, people)
    assert cross_halves(SetPeople(people, 0, labeled=few), name="x", attributes=("a",)) is None
    vectors = embedded(LEAST_PEOPLE - 1, 4, seed=0)
    assert cross_halves(SetPeople(vectors.people, 0, embedded=vectors), name="x", attributes=()) is None
