"""Which held-out images choose the epoch."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from facegap.base.errors import ConfigError
from facegap.recognize.configuration import ValidationOptions
from facegap.recognize.people import People
from facegap.recognize.validation import compared_images
from facegap.training import VALIDATION

TRAINING = 50
"""Images before those that are held out."""


def held_out(*images: int) -> People:
    """People with so many held-out images each, after others who train."""
    person = np.concatenate([np.zeros(TRAINING, dtype=np.int64), np.repeat(np.arange(len(images)), images) + 1])
    sets: Any = (SimpleNamespace(path="faces", layer=lambda _: SimpleNamespace(content="of faces")),)
    return People(
        sets=sets, source=np.zeros_like(person), rows=np.arange(len(person)), person=person,
        part=np.where(person > 0, VALIDATION, 0).astype(np.int8), classes=1, left_out=(),
    )  # fmt: skip


def test_all_are_compared_where_they_are_few() -> None:
    people = held_out(3, 1, 20)
    found = compared_images(people, ValidationOptions(fmr=0.02))
    assert found.images.tolist() == list(range(TRAINING, TRAINING + 24))
    same = people.person[found.images][:, None] == people.person[found.images]
    assert found.mated == (same.sum() - 24) / 2 == 3 + 190
    assert found.non_mated == (~same).sum() / 2 == 3 * 1 + 3 * 20 + 1 * 20
    assert found.people == 3


def test_a_set_that_is_given_twice_is_compared_once() -> None:
    once = held_out(3, 1, 20)
    both = [np.tile(each, 2) for each in (once.rows, once.person, once.part)]
    source = np.repeat([0, 1], len(once))
    twice = replace(once, sets=once.sets * 2, source=source, rows=both[0], person=both[1], part=both[2])
    found = compared_images(twice, ValidationOptions(fmr=0.02))
    assert np.array_equal(found.images, compared_images(once, ValidationOptions(fmr=0.02)).images)


def test_many_are_a_random_part_of_whole_people() -> None:
    people = held_out(*[10] * 700)
    found = compared_images(people, ValidationOptions())
    numbers, counts = np.unique(found.person, return_counts=True)
    assert found.people == len(numbers) == 600
    assert (counts == 10).all()
    # Not the first 600, as another set's people may be the last ones.
    assert abs((numbers > 350).mean() - 0.5) < 0.1
    assert np.array_equal(compared_images(people, ValidationOptions()).images, found.images)
    assert not np.array_equal(compared_images(people, ValidationOptions(seed=1)).images, found.images)


def test_one_person_with_very_many_images_leaves_room_for_the_others() -> None:
    found = compared_images(held_out(7000, 5, 6500), ValidationOptions())
    assert np.unique(found.person, return_counts=True)[1].tolist() == [100, 5, 100]
    assert found.images.max() > TRAINING + 7005 + 200  # nor are they a person's first ones


def test_too_few_comparisons_to_choose_by_are_refused() -> None:
    twenty = held_out(*[2] * 20)  # 760 comparisons of two people
    with pytest.raises(ConfigError, match=r"20 held-out people of faces.* 760 comparisons .* 0\.001 takes 1000: raise"):
        compared_images(twenty, ValidationOptions(fmr=1e-3))
    assert compared_images(twenty, ValidationOptions(fmr=1 / 760)).non_mated == 760
    with pytest.raises(ConfigError, match="have one image each"):
        compared_images(held_out(*[1] * 100), ValidationOptions())
