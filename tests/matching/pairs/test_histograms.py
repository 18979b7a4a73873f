import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.scores import naive, naive_histograms, unit

from facegap.base.errors import ConfigError
from facegap.matching import count_scores


@settings(max_examples=25, deadline=None)
@given(images=st.integers(1, 50), people=st.integers(1, 20), groups=st.integers(1, 4), seed=st.integers(0, 10**6))
def test_every_pair_is_counted_once_as_a_naive_loop_counts(images: int, people: int, groups: int, seed: int) -> None:
    """People lie in several groups, and sources span people and groups."""
    rng = np.random.default_rng(seed)
    identities, group, source = (rng.integers(0, below, images) for below in (people, groups, 2 * images))
    vectors = unit(rng, images, 8)
    counted = count_scores(vectors, identities, groups=group, sources=source, bins=16, threads=2)
    pairs = naive(vectors, identities, group, source)
    expected = naive_histograms(pairs, counted.groups, 16)
    # A score within rounding of a bound may lie on either side of it.
    assert np.abs(counted.mated - expected[0]).sum() <= 2
    assert np.abs(counted.non_mated - expected[1]).sum() <= 2
    assert np.array_equal(counted.mated.sum(axis=2), expected[0].sum(axis=2))
    assert counted.excluded == pairs.excluded
    assert counted.mated.sum() + counted.non_mated.sum() + counted.excluded == images * (images - 1) // 2
    assert counted.mated.min() >= 0 <= counted.non_mated.min()


@pytest.mark.parametrize("images", [511, 512, 513, 1025])
def test_block_bounds_lose_no_pair(images: int) -> None:
    rng = np.random.default_rng(images)
    people, sources = rng.integers(0, 90, images), rng.integers(0, images, images)
    vectors = unit(rng, images, 16)
    counted = count_scores(vectors, people, sources=sources, bins=200)
    i, j = np.triu_indices(images, 1)
    scores = (vectors @ vectors.T)[i, j]
    counts, same = sources[i] != sources[j], people[i] == people[j]
    edges = np.linspace(-1, 1, 201)
    # A score within rounding of a bound may lie on either side of it: of 200 bounds, some five of 500,000 scores.
    assert np.abs(counted.mated[0, 0] - np.histogram(scores[same & counts], edges)[0]).sum() <= 4
    assert np.abs(counted.non_mated[0, 0] - np.histogram(scores[~same & counts], edges)[0]).sum() <= 40
    assert (counted.mated.sum(), counted.excluded) == ((same & counts).sum(), (~counts).sum())


def test_a_copy_under_two_names_counts_for_neither() -> None:
    """Images 0 and 2 are one photograph, of which two people are said to be."""
    vectors = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32)
    counted = count_scores(vectors, np.array([0, 0, 1]), sources=np.array([5, 6, 5]), bins=4)
    assert counted.excluded == 1
    assert counted.mated[0, 0].tolist() == [0, 0, 1, 0]
    assert counted.non_mated[0, 0].tolist() == [0, 0, 1, 0]
    everything = count_scores(vectors, np.array([0, 0, 1]), sources=np.zeros(3, dtype=np.int64))
    assert (everything.excluded, everything.mated.sum(), everything.non_mated.sum()) == (3, 0, 0)


def test_a_person_in_two_groups_has_mated_pairs_between_them() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0], [0, 1]], dtype=np.float32)
    counted = count_scores(vectors, np.array([0, 0, 0, 1]), groups=np.array([1, 0, 0, 1]), bins=2)
    assert counted.mated.sum(axis=2).tolist() == [[1, 2], [0, 0]]
    assert counted.non_mated.sum(axis=2).tolist() == [[0, 2], [0, 1]]


def test_a_score_of_one_is_in_the_last_bin() -> None:
    vectors = np.array([[1, 0], [1, 0], [-1, 0]], dtype=np.float32)
    counted = count_scores(vectors, np.array([0, 0, 1]), bins=10)
    assert counted.mated[0, 0].tolist() == [0] * 9 + [1]
    assert counted.non_mated[0, 0].tolist() == [2] + [0] * 9


def test_one_image_or_none_makes_no_pair() -> None:
    for images in (0, 1):
        counted = count_scores(np.ones((images, 1), dtype=np.float32), np.zeros(images, dtype=np.int64), bins=4)
        assert counted.mated.sum() == counted.non_mated.sum() == 0


def test_what_is_not_of_unit_length_is_refused() -> None:
    vectors = unit(np.random.default_rng(0), 4, 3)
    with pytest.raises(ValueError, match="embedding 2 has the length"):
        count_scores(vectors * np.array([1, 1, 2, 1], dtype=np.float32)[:, None], np.arange(4))
    with pytest.raises(ValueError, match=r"embedding 0 has the length 0\.0"):
        count_scores(vectors * np.array([0, 1, 1, 1], dtype=np.float32)[:, None], np.arange(4))
    vectors[1] = np.nan
    with pytest.raises(ValueError, match="embedding 1 has the length nan"):
        count_scores(vectors, np.arange(4))


def test_columns_that_do_not_fit_are_refused() -> None:
    vectors = unit(np.random.default_rng(0), 4, 3)
    with pytest.raises(ValueError, match="3 identities, 3 groups don't go together"):
        count_scores(vectors, np.arange(3))
    with pytest.raises(ValueError, match="and 5 sources don't go together"):
        count_scores(vectors, np.arange(4), sources=np.arange(5))
    with pytest.raises(ValueError, match="group -1 of image 2"):
        count_scores(vectors, np.arange(4), groups=np.array([0, 0, -1, 0]))


def test_a_gpu_that_is_not_there_is_said() -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(ConfigError, match="sees no NVIDIA GPU"):
        count_scores(unit(np.random.default_rng(0), 4, 3), np.arange(4), device="cuda")
