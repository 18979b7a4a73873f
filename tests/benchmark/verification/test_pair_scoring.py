import numpy as np
import pytest

from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.pair_scoring import pair_scores


def unit(count: int, dimensions: int = 64) -> np.ndarray:
    vectors = np.random.default_rng(0).standard_normal((count, dimensions))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def listed(count: int, references: int) -> Verification:
    first, second = np.random.default_rng(1).integers(0, references, (2, count))
    return Verification("pairs", first, second, first == second)


def test_scores_are_cosines() -> None:
    vectors, task = unit(50), listed(1000, 50)
    expected = [np.dot(vectors[a], vectors[b]) for a, b in zip(task.first, task.second, strict=True)]
    found = pair_scores(vectors, task)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=1e-6)
    np.testing.assert_allclose(found[task.mated], 1, atol=1e-6)


def test_missing_embeddings_have_no_scores() -> None:
    vectors, task = unit(20), listed(300, 20)
    valid = np.arange(20) % 5 != 0
    vectors[~valid] = 0
    missing = ~valid[task.first] | ~valid[task.second]
    np.testing.assert_array_equal(np.isnan(pair_scores(vectors, task, valid=valid)), missing)


@pytest.mark.parametrize("bad", [0.0, 2.0, np.nan])
def test_embeddings_that_are_not_of_unit_length(bad: float) -> None:
    vectors, task = unit(20), listed(300, 20)
    vectors[7] *= bad
    with pytest.raises(ValueError, match="embedding 7 has the length"):
        pair_scores(vectors, task)
    unasked = Verification("pairs", np.array([0, 1]), np.array([2, 3]), np.array([True, False]))
    assert np.isfinite(pair_scores(vectors, unasked)).all()
