import numpy as np
import polars as pl
import pytest

from facegap.base.errors import ConfigError
from facegap.training import (
    TEST,
    TRAIN,
    VALIDATION,
    balanced,
    check_train_only,
    mixed_sources,
    number_people,
    shuffled,
    split_people,
)


def test_shuffled_depends_on_seed_and_epoch_alone() -> None:
    rows = np.arange(100, 150)
    first = shuffled(rows, seed=1, epoch=0)
    assert sorted(first) == rows.tolist()
    np.testing.assert_array_equal(first, shuffled(rows, seed=1, epoch=0))
    assert not np.array_equal(first, shuffled(rows, seed=1, epoch=1))
    assert not np.array_equal(first, shuffled(rows, seed=2, epoch=0))


def test_mixed_keeps_shares_and_uses_each_row_equally() -> None:
    sources = [np.arange(70), np.arange(1000, 1007)]
    epochs = [mixed_sources(sources, [3, 1], length=41, seed=5, epoch=epoch) for epoch in range(8)]
    for rows in epochs:
        assert [int((rows < 1000).sum()), int((rows >= 1000).sum())] == [31, 10]
    counts = pl.Series(np.concatenate(epochs)).value_counts().sort("").rows()
    used = dict(counts)
    assert {used[row] for row in sources[1]} <= {11, 12}
    assert {used[row] for row in sources[0]} <= {3, 4}
    np.testing.assert_array_equal(epochs[3], mixed_sources(sources, [3, 1], length=41, seed=5, epoch=3))


def test_mixed_refuses_weights_that_cannot_be() -> None:
    for weights in ([1], [-1, 2], [0, 0], [float("nan"), 1]):
        with pytest.raises(ValueError, match="weights"):
            mixed_sources([np.arange(3), np.arange(3)], weights, length=4, seed=0, epoch=0)
    with pytest.raises(ValueError, match="source 1 has a weight and no images"):
        mixed_sources([np.arange(3), np.arange(0)], [1, 1], length=4, seed=0, epoch=0)
    assert len(mixed_sources([np.arange(3), np.arange(0)], [1, 0], length=4, seed=0, epoch=0)) == 4


def test_balanced_takes_each_person_and_each_of_their_images_equally() -> None:
    people = np.array([7, 7, 7, 7, 7, 2, 9, 9])
    rows = np.arange(8) + 50
    epochs = [balanced(rows, people, length=7, seed=1, epoch=epoch) for epoch in range(10)]
    used = np.concatenate(epochs)
    per_person = np.bincount(people[used - 50])
    assert per_person[[2, 7, 9]].tolist() in ([24, 23, 23], [23, 24, 23], [23, 23, 24])
    per_image = np.bincount(used - 50, minlength=8)
    assert np.ptp(per_image[:5]) <= 1
    assert np.ptp(per_image[6:]) <= 1
    np.testing.assert_array_equal(epochs[4], balanced(rows, people, length=7, seed=1, epoch=4))
    assert not np.array_equal(epochs[4], balanced(rows, people, length=7, seed=2, epoch=4))
    for start in range(0, 69, 3):  # each shuffle of people has each once
        assert len(set(people[used[start : start + 3] - 50])) == 3


def test_split_keeps_people_together_and_moves_nobody() -> None:
    identities = pl.Series([f"p{number // 3}" if number % 10 else None for number in range(6000)])
    ids = pl.Series([f"i{number}" for number in range(6000)])
    parts = split_people(identities, ids, seed=1, shares=(0.7, 0.2, 0.1))
    assert parts.dtype == np.int8
    frame = pl.DataFrame({"person": identities, "part": parts}).drop_nulls()
    assert frame.group_by("person").n_unique()["part"].max() == 1
    shares = np.bincount(parts, minlength=3) / 6000
    np.testing.assert_allclose(shares, [0.7, 0.2, 0.1], atol=0.03)
    chosen = slice(500, 4000)
    np.testing.assert_array_equal(
        split_people(identities[chosen], ids[chosen], seed=1, shares=(0.7, 0.2, 0.1)), parts[chosen]
    )
    assert not np.array_equal(split_people(identities, ids, seed=2, shares=(0.7, 0.2, 0.1)), parts)


def test_split_of_nobody_known_and_of_one_part() -> None:
    nobody, ids = pl.Series([None, None], dtype=pl.String), pl.Series(["a", "b"])
    assert split_people(nobody, ids, seed=0, shares=(1, 0, 0)).tolist() == [TRAIN, TRAIN]
    assert split_people(nobody, ids, seed=0, shares=(0, 0, 1)).tolist() == [TEST, TEST]
    assert split_people(nobody, ids, seed=0, shares=(0, 1, 0)).tolist() == [VALIDATION, VALIDATION]
    with pytest.raises(ValueError, match="sum to 1"):
        split_people(nobody, ids, seed=0, shares=(0.5, 0.2, 0.1))


def test_people_of_several_sets_are_different_people_but_those_of_a_set_given_twice() -> None:
    one, other = pl.Series(["b", "a", "b"]), pl.Series(["a", None, None], dtype=pl.String)
    ids = pl.Series(["0", "1", "2"])
    people = number_people(["x", "y", "x"], [one, other, one], [ids, ids, ids])
    assert people.tolist() == [1, 0, 1, 4, 2, 3, 1, 0, 1]


def test_a_set_given_twice_is_for_training_alone_both_times_or_never() -> None:
    check_train_only([("p", "x", True), ("q", "x", True), ("r", "y", False)])
    with pytest.raises(ConfigError, match="q is given twice, once with train_only"):
        check_train_only([("p", "x", False), ("q", "x", True)])
