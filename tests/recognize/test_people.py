from pathlib import Path

import numpy as np
import pytest
from tests.recognize.patterned import patterned_set

from facegap.base.errors import ConfigError
from facegap.faceset import IMAGES
from facegap.recognize.configuration import TrainingSet, ValidationOptions
from facegap.recognize.people import gather_people
from facegap.training import TRAIN, VALIDATION

HALF = ValidationOptions(people=0.4)


def test_classes_are_the_training_people_of_all_sets(tmp_path: Path) -> None:
    first = patterned_set(tmp_path, "first", people=12, images=2, alone=3)
    second = patterned_set(tmp_path, "second", people=12, images=3)
    sources = [TrainingSet(path=str(first.path)), TrainingSet(path=str(second.path))]
    found = gather_people(sources, validation=HALF)
    assert [one.few for one in found.left_out] == [3, 0]
    assert len(found) == 12 * 2 + 12 * 3
    training = found.of_part(TRAIN)
    assert sorted(set(found.person[training])) == list(range(found.classes))
    assert found.person[found.of_part(VALIDATION)].min() == found.classes
    # One number is one identity of one set, though both sets have the same names.
    identities = [one.column(IMAGES, "identity").to_list() for one in found.sets]
    named = {}
    for source, row, person in zip(found.source, found.rows, found.person, strict=True):
        assert named.setdefault(person, (source, identities[source][row])) == (source, identities[source][row])
    assert len(named) == 24
    # Whether somebody is held out doesn't depend on the other sets.
    alone = gather_people(sources[:1], validation=HALF)
    assert np.array_equal(alone.part, found.part[found.source == 0])


def test_fewer_people_are_some_of_more(tmp_path: Path) -> None:
    path = str(patterned_set(tmp_path, "faces", people=20, images=3).path)

    def chosen(**options: int) -> set[int]:
        return set(gather_people([TrainingSet(path=path, **options)], validation=HALF).rows.tolist())

    assert chosen(people=8) < chosen(people=15) < chosen()
    assert len(chosen(people=8)) == 24
    assert len(chosen(images=2)) == 40
    with pytest.raises(ConfigError, match="20 people have 2 or more images, not 21"):
        chosen(people=21)


def test_a_set_without_enough_images_is_told(tmp_path: Path) -> None:
    path = str(patterned_set(tmp_path, "faces", people=0, alone=5).path)
    with pytest.raises(ConfigError, match="none of its 5 images is of a known person with 2"):
        gather_people([TrainingSet(path=path)], validation=HALF)
    with pytest.raises(ConfigError, match="fell to"):
        gather_people([TrainingSet(path=path, fewest_images=1)], validation=ValidationOptions(people=0.001))
