import numpy as np
import pytest
from tests.compare.fidelity.people_sets import people, unit

from facegap.compare.fidelity import measure_fidelity
from facegap.matching import EmbeddedSet, nearest, nearest_others


def test_similarities_are_those_of_the_nearest_images() -> None:
    real, synthetic = people(40, 3, seed=0), people(30, 2, seed=1)
    fidelity = measure_fidelity(real=real, synthetic=synthetic)
    found, nearest_similarity = fidelity.novelty, fidelity.metrics["nearest_similarity"].estimate.value
    assert found
    across = nearest(synthetic.embeddings, real.embeddings)
    strangers = nearest_others(real.embeddings, people=real.people)
    assert nearest_similarity == pytest.approx(across.scores.mean(), abs=1e-6)
    assert found.nearest_real
    assert found.nearest_real.value == pytest.approx(strangers.scores.mean(), abs=1e-6)
    assert found.similarities.total == 60
    assert found.real_similarities.total == 120
    assert found.similarities.mean == pytest.approx(nearest_similarity, abs=1e-3)
    best = int(np.argmax(across.scores))
    assert (found.closest[0].synthetic, found.closest[0].real) == (best, across.rows[best, 0])
    assert found.closest[0].similarity == pytest.approx(across.scores[best, 0], abs=1e-6)
    own = nearest_others(real.embeddings).scores[across.rows[:, 0], 0]
    assert fidelity.metrics["authentic"].estimate.value == pytest.approx(np.mean(across.scores[:, 0] < own))


def test_copies_are_found_and_shown_once_for_each_person() -> None:
    real, fresh = people(40, 3, seed=0), people(40, 3, seed=1)
    vectors = fresh.embeddings.astype(np.float64)
    vectors[30:60] = real.embeddings[60:90] + 1e-3 * np.random.default_rng(2).standard_normal((30, 16))
    copied, honest = unit(vectors, fresh.people), fresh
    with_copies, clean = (measure_fidelity(real=real, synthetic=synthetic) for synthetic in (copied, honest))
    authentic, found = with_copies.metrics["authentic"], with_copies.novelty
    assert authentic.estimate.value == pytest.approx(clean.metrics["authentic"].estimate.value - 0.25, abs=0.05)
    assert authentic.estimate.high < authentic.floor
    assert found
    assert all(pair.synthetic - pair.real == -30 and pair.similarity > 0.999 for pair in found.closest)
    assert len({pair.synthetic // 3 for pair in found.closest}) == len(found.closest) == 8


def test_a_copy_of_what_is_there_twice_is_a_copy() -> None:
    once = people(20, 1, seed=3)
    twice = EmbeddedSet(np.repeat(once.embeddings, 2, axis=0), np.arange(40), 0, 0)
    fidelity = measure_fidelity(real=twice, synthetic=once)
    found = fidelity.novelty
    assert found
    assert fidelity.metrics["authentic"].estimate.value == 0
    assert [pair.real % 2 for pair in found.closest] == [0] * 8  # of two as near, the lower row


def test_novelty_is_the_same_however_far_neighborhoods_reach() -> None:
    real, synthetic = people(30, 4, seed=4), people(25, 3, seed=5)
    by_people, by_images = (
        measure_fidelity(real=real, synthetic=synthetic, reach=reach) for reach in ("people", "images")
    )
    for name in ("authentic", "nearest_similarity"):
        assert by_people.metrics[name] == by_images.metrics[name]
    assert by_people.novelty
    assert by_images.novelty
    assert by_people.novelty.closest == by_images.novelty.closest
    assert by_people.novelty.nearest_real == by_images.novelty.nearest_real
    assert by_people.metrics["recall"] != by_images.metrics["recall"]
