import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facegap.matching import count_scores


def unit(rng: np.random.Generator, images: int, dimensions: int) -> np.ndarray:
    vectors = rng.standard_normal((images, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def naive(embeddings: np.ndarray, people: np.ndarray, groups: np.ndarray, bins: int) -> tuple[np.ndarray, np.ndarray]:
    """One pair at a time, as far from the fast way as can be."""
    count = int(groups.max()) + 1
    mated = np.zeros((count, bins), dtype=int)
    non_mated = np.zeros((count, count, bins), dtype=int)
    for i in range(len(people)):
        for j in range(i + 1, len(people)):
            score = float(np.dot(embeddings[i].astype(np.float64), embeddings[j].astype(np.float64)))
            at = min(int((score + 1) * bins / 2), bins - 1)
            if people[i] == people[j]:
                mated[groups[i], at] += 1
            else:
                non_mated[min(groups[i], groups[j]), max(groups[i], groups[j]), at] += 1
    return mated, non_mated


@settings(max_examples=25, deadline=None)
@given(images=st.integers(1, 60), people=st.integers(1, 20), groups=st.integers(1, 4), seed=st.integers(0, 10**6))
def test_every_pair_is_counted_once_as_a_naive_loop_counts(images: int, people: int, groups: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    identities = rng.integers(0, people, images)
    vectors = unit(rng, images, 8)
    counted = count_scores(vectors, identities, groups=identities % groups, bins=16, threads=2)
    mated, non_mated = naive(vectors, identities, identities % groups, 16)
    size = counted.groups
    # A score within rounding of a bound may lie on either side of it.
    assert np.abs(counted.mated - mated[:size]).sum() <= 2
    assert np.abs(counted.non_mated - non_mated[:size, :size]).sum() <= 2
    assert counted.mated.sum() + counted.non_mated.sum() == images * (images - 1) // 2


@pytest.mark.parametrize("images", [511, 512, 513, 1025])
def test_block_bounds_lose_no_pair(images: int) -> None:
    rng = np.random.default_rng(images)
    people = rng.integers(0, 90, images)
    vectors = unit(rng, images, 16)
    counted = count_scores(vectors, people, bins=200)
    scores = (vectors @ vectors.T)[np.triu_indices(images, 1)]
    same = (people[:, None] == people)[np.triu_indices(images, 1)]
    edges = np.linspace(-1, 1, 201)
    # A score within rounding of a bound may lie on either side of it: of 200 bounds, some five of 500,000 scores.
    assert np.abs(counted.mated.sum(0) - np.histogram(scores[same], edges)[0]).sum() <= 4
    assert np.abs(counted.non_mated.sum((0, 1)) - np.histogram(scores[~same], edges)[0]).sum() <= 40
    assert counted.mated.sum() == same.sum()


def test_threads_and_order_change_nothing() -> None:
    rng = np.random.default_rng(5)
    vectors, people = unit(rng, 700, 32), rng.integers(0, 300, 700)
    reference = count_scores(vectors, people, threads=1)
    again = count_scores(vectors, people, threads=3)
    assert np.array_equal(reference.non_mated, again.non_mated)
    order = rng.permutation(700)
    shuffled = count_scores(vectors[order], people[order])
    assert np.abs(reference.non_mated - shuffled.non_mated).sum() <= 0.01 * reference.non_mated.sum()
    assert shuffled.mated.sum() == reference.mated.sum()


def test_a_score_of_one_is_in_the_last_bin() -> None:
    vectors = np.array([[1, 0], [1, 0], [-1, 0]], dtype=np.float32)
    counted = count_scores(vectors, np.array([0, 0, 1]), bins=10)
    assert counted.mated[0].tolist() == [0] * 9 + [1]
    assert counted.non_mated[0, 0].tolist() == [2] + [0] * 9


def test_what_is_not_of_unit_length_is_refused() -> None:
    vectors = unit(np.random.default_rng(0), 4, 3)
    with pytest.raises(ValueError, match="embedding 2 has the length"):
        count_scores(vectors * np.array([1, 1, 2, 1], dtype=np.float32)[:, None], np.arange(4))
    vectors[1] = np.nan
    with pytest.raises(ValueError, match="embedding 1 has the length nan"):
        count_scores(vectors, np.arange(4))


def test_people_stay_in_one_group() -> None:
    vectors = unit(np.random.default_rng(0), 4, 3)
    with pytest.raises(ValueError, match="lies in two groups"):
        count_scores(vectors, np.array([0, 0, 1, 1]), groups=np.array([0, 1, 1, 1]))
    with pytest.raises(ValueError, match="don't go together"):
        count_scores(vectors, np.arange(3))
