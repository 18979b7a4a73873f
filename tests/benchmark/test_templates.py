"""Templates: the mean within each medium, then across them, then unit length."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facegap.benchmark.protocol import Templates
from facegap.benchmark.templates import pool


def unit(values: np.ndarray) -> np.ndarray:
    return values / np.linalg.norm(values, axis=-1, keepdims=True)


def pool_one_by_one(embeddings: np.ndarray, templates: Templates, valid: np.ndarray) -> dict[int, np.ndarray]:
    pooled = {}
    for number in range(templates.count):
        media: dict[int, list[np.ndarray]] = {}
        for image, template, medium in zip(templates.image, templates.template, templates.medium, strict=True):
            if template == number and valid[image]:
                media.setdefault(int(medium), []).append(embeddings[image].astype(np.float64))
        if media:
            pooled[number] = unit(np.mean([np.mean(images, axis=0) for images in media.values()], axis=0))
    return pooled


def test_a_video_counts_as_one_photograph() -> None:
    """Two frames of one video at 0° and 90° and a photograph at 45° + 180°, by hand."""
    embeddings = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]], dtype=np.float32)
    templates = Templates(np.array([0, 1, 2]), np.array([0, 0, 0]), np.array([5, 5, 9]), 1)
    pooled, found = pool(embeddings, templates)
    assert found.tolist() == [True]
    assert pooled[0] == pytest.approx(unit(np.array([0.5 - 1, 0.5])))


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 60))
@settings(deadline=None, max_examples=60)
def test_agrees_with_a_loop_for_any_chunk(seed: int, chunk_rows: int, members: int) -> None:
    rng = np.random.default_rng(seed)
    embeddings = unit(rng.standard_normal((20, 6))).astype(np.float32)
    templates = Templates(
        rng.integers(0, 20, members), rng.integers(0, 8, members), rng.integers(-3, 3, members) * 10**12, 8
    )
    valid = rng.random(20) < 0.7
    pooled, found = pool(embeddings, templates, valid=valid, chunk_rows=chunk_rows)
    expected = pool_one_by_one(embeddings, templates, valid)
    assert pooled.dtype == np.float32
    assert set(np.flatnonzero(found)) == expected.keys()
    assert not pooled[~found].any()
    for number, embedding in expected.items():
        assert pooled[number] == pytest.approx(embedding, abs=1e-6)
    assert np.array_equal(pooled, pool(embeddings, templates, valid=valid)[0])


def test_templates_without_embeddings_are_flagged() -> None:
    embeddings = np.array([[np.nan, np.nan], [1, 0], [-1, 0]], dtype=np.float32)
    templates = Templates(np.array([0, 0, 1, 1, 2]), np.array([1, 2, 2, 3, 3]), np.array([1, 1, 1, 1, 2]), 5)
    pooled, found = pool(embeddings, templates, valid=np.array([False, True, True]))
    assert found.tolist() == [False, False, True, False, False]
    assert np.array_equal(pooled, np.array([[0, 0], [0, 0], [1, 0], [0, 0], [0, 0]], dtype=np.float32))


def test_no_member_at_all() -> None:
    none = np.zeros(0, dtype=np.int64)
    pooled, found = pool(np.ones((3, 2), dtype=np.float32), Templates(none, none, none, 2))
    assert (pooled.shape, found.any()) == ((2, 2), False)
