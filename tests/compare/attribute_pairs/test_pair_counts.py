import numpy as np
import pytest

from facegap.compare.attribute_pairs.counts import count_pairs


def random_labels(images: int, attributes: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).choice([-1, 0, 1], (images, attributes), p=[0.5, 0.2, 0.3]).astype(np.int8)


def literals(labels: np.ndarray) -> np.ndarray:
    return np.concatenate([labels > 0, labels < 0], axis=1).astype(np.int64)


@pytest.mark.parametrize(("images", "attributes", "count"), [(1, 1, 1), (63, 3, 1), (64, 3, 2), (1000, 5, 7)])
def test_counts_are_those_of_products(images: int, attributes: int, count: int) -> None:
    labels = random_labels(images, attributes)
    groups = np.random.default_rng(1).integers(0, count, images)
    found = count_pairs(labels, groups, count + 1)
    for group in range(count + 1):
        given = literals(labels[groups == group])
        assert np.array_equal(found[group], given.T @ given)


def test_groups_of_many_pieces_add_up() -> None:
    labels = random_labels(70_001, 2)
    found = count_pairs(labels, np.zeros(70_001, dtype=np.int64), 1)
    given = literals(labels)
    assert np.array_equal(found[0], given.T @ given)


def test_nothing_to_count() -> None:
    assert not count_pairs(random_labels(0, 3), np.zeros(0, dtype=np.int64), 2).any()


def test_labels_in_any_order_in_memory() -> None:
    labels = random_labels(200, 4)
    groups = np.arange(200) % 3
    found = count_pairs(np.asfortranarray(labels), groups, 3)
    assert np.array_equal(found, count_pairs(labels, groups, 3))
