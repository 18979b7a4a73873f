import numpy as np
import pytest
from tests.compare.identities.people import embedded, unit
from tests.labels import labeled, random_set

from facegap.compare.identities import SetPeople, compare_identities, count_images
from facegap.estimates import share_of_people
from facegap.matching import EmbeddedSet


def test_images_per_identity() -> None:
    counted = count_images(np.array([0, 0, 1, 2, 2, 2, 3, 4]), unknown=2)
    assert (counted.images, counted.identities, counted.unknown_share, counted.several) == (8, 3, 0.25, 2)
    assert (counted.fewest, counted.median, counted.mean, counted.most) == (1, 2, 2, 3)
    assert counted.sizes.tolist() == [1, 2, 3]
    assert counted.counts.tolist() == [1, 1, 1]
    nobody = count_images(np.arange(3), unknown=3)
    assert (nobody.identities, nobody.several, len(nobody.sizes)) == (0, 0, 0)
    assert np.isnan(nobody.mean)
    with pytest.raises(ValueError, match="2 images without an identity, but 1 people"):
        count_images(np.array([0, 0, 1]), unknown=2)


def test_a_set_without_identities_has_a_reason() -> None:
    people = np.repeat(np.arange(6), 2)
    labels = {"Male": [1, -1] * 6}
    real = SetPeople(people, 0, labeled(labels, people), embedded(unit(0, 12), people))
    lonely = np.arange(12)
    synthetic = SetPeople(lonely, 12, labeled(labels, lonely), embedded(unit(1, 12), lonely))
    found = compare_identities(real=real, synthetic=synthetic)
    assert found.reasons == ("the synthetic set has no identity with two images: no image has an identity",)
    assert found.variation
    assert found.variation.real
    assert (found.variation.synthetic, found.variation.difference) == (None, None)
    (male,) = found.ranked()
    assert male.real
    assert male.real.disagreement.value == 1
    assert (male.synthetic, male.difference, male.clear) == (None, None, False)
    neither = compare_identities(real=synthetic, synthetic=synthetic)
    assert (neither.variation, neither.consistency, len(neither.reasons)) == (None, None, 2)


def test_what_is_missing_is_said() -> None:
    people = np.repeat(np.arange(4), 2)
    real = SetPeople(people, 0, None, embedded(unit(0, 8), people))
    found = compare_identities(real=real, synthetic=SetPeople(people, 0))
    assert found.reasons == ("variation needs embeddings of both sets", "consistency needs attributes of both sets")


def test_a_persons_own_attributes_come_first() -> None:
    shares = {"Smiling": 0.5, "Male": 0.5, "Bald": 0.1}
    made = random_set(shares, people=40, images=4, alike=0.1, seed=0)
    found = compare_identities(real=SetPeople(made.people, 0, made), synthetic=SetPeople(made.people, 0, made))
    assert [one.name for one in found.ranked()] == ["Male", "Smiling", "Bald"]
    assert all(one.difference and one.difference.value == 0 and not one.clear for one in found.ranked())


def test_the_smallest_sets_are_measured() -> None:
    one = np.zeros(10, dtype=np.int64)
    alone = SetPeople(one, 0, labeled({"Male": [1, -1] * 5}, one), embedded(unit(0, 10), one))
    ten = np.arange(10) // 2
    few = SetPeople(ten, 0, labeled({"Male": [1] * 10}, ten), EmbeddedSet(unit(1, 10), ten, 0, 0))
    found = compare_identities(real=alone, synthetic=few)
    assert found.variation
    assert found.variation.real is None
    assert found.variation.synthetic
    assert found.consistency
    male = found.consistency[0]
    assert male.real
    assert np.isnan(male.real.disagreement.low)
    assert male.real.mixed == share_of_people(np.array([True]))
    assert male.synthetic
    assert 0 == male.synthetic.mixed.low < male.synthetic.mixed.high < 1
    assert np.isnan(male.floor)
