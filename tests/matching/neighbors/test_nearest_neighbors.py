import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neighbors import NearestNeighbors

from facegap.matching.neighbors.nearest_neighbors import nearest, nearest_others
from facegap.matching.pairs import sweep


def unit(seed: int, images: int, dimensions: int = 16) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((images, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_neighbors_are_those_of_scikit_learn() -> None:
    queries, references = unit(0, 300), unit(1, 1000)
    found = nearest(queries, references, count=7)
    model = NearestNeighbors(n_neighbors=7, metric="cosine", algorithm="brute").fit(references.astype(np.float64))
    distances, rows = model.kneighbors(queries.astype(np.float64))
    assert np.array_equal(found.rows, rows)
    assert np.allclose(found.scores, 1 - distances, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(images=st.integers(1, 40), people=st.integers(1, 12), count=st.integers(1, 6), seed=st.integers(0, 10**6))
def test_own_images_are_no_neighbors(images: int, people: int, count: int, seed: int) -> None:
    vectors = unit(seed, images, 6)
    owners = np.random.default_rng(seed).integers(0, people, images)
    found = nearest_others(vectors, people=owners, count=count)
    for row in range(images):
        others = [other for other in range(images) if owners[other] != owners[row]]
        ranked = sorted(others, key=lambda other: -float(vectors[row].astype(float) @ vectors[other].astype(float)))
        ranked = ranked[:count]
        assert found.rows[row].tolist() == ranked + [-1] * (count - len(ranked))
        assert np.isneginf(found.scores[row, len(ranked) :]).all()


def test_references_of_the_own_person_are_passed_over() -> None:
    queries, references = unit(6, 60), unit(7, 40)
    people = np.random.default_rng(6).integers(0, 9, 60), np.random.default_rng(7).integers(0, 9, 40)
    scores = queries.astype(np.float64) @ references.T.astype(np.float64)
    scores[people[0][:, None] == people[1]] = -np.inf
    found = nearest(queries, references, people=people)
    assert found.rows[:, 0].tolist() == scores.argmax(axis=1).tolist()
    assert found.scores[:, 0] == pytest.approx(scores.max(axis=1))
    with pytest.raises(ValueError, match="39 people for 40 embeddings"):
        nearest(queries, references, people=(people[0], people[1][1:]))


def test_an_image_is_not_its_own_neighbor_but_its_copy_is() -> None:
    vectors = unit(3, 50)
    vectors[40] = vectors[7]
    found = nearest_others(vectors)
    assert (found.rows[7, 0], found.rows[40, 0]) == (40, 7)
    assert found.scores[7, 0] == pytest.approx(1)
    assert (found.rows[:, 0] != np.arange(50)).all()


def test_of_many_copies_the_lowest_rows_are_the_nearest() -> None:
    """Their scores are the same, although products in single precision may differ by where they lie in a block."""
    references = unit(4, 700, 100)
    references[::3] = references[0]
    assert nearest(references[:1], references, count=6).rows.tolist() == [[0, 3, 6, 9, 12, 15]]
    assert nearest_others(references, count=2).rows[[0, 3, 699]].tolist() == [[3, 6], [0, 6], [0, 3]]


@pytest.mark.parametrize("block", [1, 19, 21, 300])
def test_blocks_change_nothing(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of other sizes round otherwise, but only the choice of candidates goes by them."""
    vectors, people = unit(5, 300), np.random.default_rng(5).integers(0, 90, 300)
    expected = nearest(vectors, vectors, count=5), nearest_others(vectors, people=people, count=5)
    monkeypatch.setattr(sweep, "BLOCK", block)
    found = nearest(vectors, vectors, count=5), nearest_others(vectors, people=people, count=5)
    for ours, theirs in zip(expected, found, strict=True):
        assert np.array_equal(ours.rows, theirs.rows)
        assert np.array_equal(ours.scores, theirs.scores)


def test_fewer_references_than_asked_for() -> None:
    found = nearest(unit(0, 3), unit(1, 2), count=4)
    assert (found.rows[:, 2:] == -1).all()
    assert (found.rows[:, :2] >= 0).all()
    assert nearest(unit(0, 0), unit(1, 2)).rows.shape == (0, 1)
    assert nearest(unit(0, 2), unit(1, 0)).rows.tolist() == [[-1], [-1]]


def test_what_is_no_unit_vector_is_refused() -> None:
    vectors = unit(0, 4)
    broken = vectors.copy()
    broken[2] = np.nan
    with pytest.raises(ValueError, match="embedding 2 has the length nan"):
        nearest(vectors, broken)
    with pytest.raises(ValueError, match="embedding 0 has the length 2"):
        nearest_others(vectors * 2)
    with pytest.raises(ValueError, match="a matrix with 16 columns"):
        nearest(vectors, unit(0, 4, 8))
    with pytest.raises(ValueError, match="3 people for 4 embeddings"):
        nearest_others(vectors, people=np.arange(3))
