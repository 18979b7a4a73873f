from dataclasses import replace

import numpy as np
from tests.benchmark.leakage.simulated import audited, images, named, people

from facegap.benchmark.leakage.demographics import (
    ImagesAndCenters,
    group_names,
    groups_of_people,
    join_images_and_centers,
)
from facegap.benchmark.leakage.named_embeddings import person_vectors


def test_a_persons_group_is_that_of_most_images() -> None:
    made = replace(
        audited("made", images(people(0, 4), 3, seed=0), named("made", 4, 3)),
        groups=["a", "b", "a", None, None, "b", "a", "b", None, "c", None, "c"],
    )
    assert group_names([made, replace(made, groups=None)]) == ("a", "b", "c")
    assert groups_of_people(made, ("a", "b", "c")).tolist() == [0, 1, -1, 2]
    assert groups_of_people(made, ("b", "c")).tolist() == [0, 0, 0, 1]  # of the groups that are asked for
    assert groups_of_people(replace(made, groups=None), ("a",)).tolist() == [-1] * 4


def test_sets_are_joined_with_other_numbers_for_their_people() -> None:
    first = replace(audited("first", images(people(0, 3), 2, seed=0), named("first", 3, 2)), groups=["a"] * 6)
    second = replace(audited("second", images(people(1, 2), 3, seed=1), named("second", 2, 3)), groups=["b"] * 6)
    parts = [ImagesAndCenters.of(each, ("a", "b")) for each in (first, second)]
    joined = join_images_and_centers(parts)
    assert joined.images.people.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4]
    assert joined.centers.groups.tolist() == [0, 0, 0, 1, 1]
    assert joined.centers.people.tolist() == list(range(5))
    assert np.array_equal(joined.centers.vectors[3:], person_vectors(second.embedded))
    assert parts[1].first_images.people.tolist() == [0, 1]
    assert np.array_equal(parts[1].first_images.vectors, second.embedded.embeddings[[0, 3]])
