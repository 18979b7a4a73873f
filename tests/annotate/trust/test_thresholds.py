import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from facegap.annotate.trust import Thresholds, choose_thresholds, labels_at
from facegap.annotate.trust.thresholds import _running_shares

ATTRIBUTES = 40


def clustered(rng: np.random.Generator, people: int, base: np.ndarray, noise: np.ndarray) -> tuple[np.ndarray, ...]:
    """Calibrated scores, reliabilities, labels and people of 5 images; half of all that varies is the person's."""
    who = np.repeat(np.arange(people), 5)

    def normal() -> np.ndarray:
        own = rng.normal(size=(len(who), len(base)))
        return (own + rng.normal(size=(people, len(base)))[who]) / np.sqrt(2)

    trait, cut, kept = normal(), ndtri(1 - base), 1 / (1 + noise**2)
    seen = trait + noise * normal()
    scores = ndtr((kept * seen - cut) / np.sqrt(1 - kept)).astype(np.float32)
    return scores, np.maximum(scores, 1 - scores), np.where(trait > cut, 1, -1).astype(np.int8), who


def test_the_promise_holds_on_new_people() -> None:
    rng = np.random.default_rng(0)
    shares, answered = [], 0
    for _ in range(3):
        base, noise = rng.uniform(0.03, 0.6, ATTRIBUTES), rng.uniform(0.3, 2, ATTRIBUTES)
        scores, reliability, labels, people = clustered(rng, 300, base, noise)
        thresholds = choose_thresholds(scores, reliability, labels, people=people, precision=0.9)
        scores, reliability, labels, _ = clustered(rng, 3000, base, noise)
        given = labels_at(scores, reliability, thresholds)
        for side in (1, -1):
            kept = given == side
            some = kept.sum(axis=0) > 200
            shares.extend((kept & (labels == side)).sum(axis=0)[some] / kept.sum(axis=0)[some])
        answered += np.mean(given != 0) / 3
    assert len(shares) > 100
    assert np.mean(np.array(shares) >= 0.88) >= 0.99
    assert answered > 0.4


def test_running_share_and_variance_are_those_of_a_loop() -> None:
    rng = np.random.default_rng(1)
    right, people = rng.random(40) < 0.7, rng.integers(0, 6, 40)
    found = _running_shares(right, people)
    for end in (2, 7, 40):
        images = np.bincount(people[:end])
        hits = np.bincount(people[:end], right[:end])
        there = images > 0
        share, persons = right[:end].mean(), there.sum()
        variance = np.sum((hits - share * images)[there] ** 2) / end**2 * persons / (persons - 1)
        assert found.value[end - 1] == pytest.approx(share)
        assert found.variance[end - 1] == pytest.approx(variance)
        assert found.freedom[end - 1] == persons - 1
        assert found.people[end - 1] == pytest.approx(end**2 / np.sum(images**2))


def test_sides_are_chosen_on_their_own() -> None:
    """200 people: positive answers right from a reliability of 0.6 on, negative ones never better than a coin."""
    rng = np.random.default_rng(2)
    scores = np.repeat([0.9, 0.1], 1000).astype(np.float32)[:, None]
    reliability = rng.random((2000, 1)).astype(np.float32)
    labels = np.where(rng.random((2000, 1)) < 0.5, 1, -1).astype(np.int8)
    labels[:1000] = np.where(reliability[:1000] >= 0.6, 1, -1)
    found = choose_thresholds(scores, reliability, labels, people=np.arange(2000) % 200)
    # Of 400 right ones and about 44 wrong ones under them 90 % are right.
    assert 0.5 < found.positive[0] < 0.6
    assert np.isnan(found.negative[0])
    given = labels_at(scores, reliability, found)
    assert set(np.unique(given)) == {0, 1}
    assert (given[:, 0] == 1).sum() == (reliability[:1000] >= np.float32(found.positive[0])).sum()


def test_always_never_and_unknown() -> None:
    scores, labels = np.full((100, 3), 0.8, dtype=np.float32), np.ones((100, 3), dtype=np.int8)
    labels[:, 1], labels[20:, 2] = -1, 0
    sure = np.linspace(0.5, 1, 100, dtype=np.float32)[:, None].repeat(3, axis=1)
    found = choose_thresholds(scores, sure, labels, people=np.arange(100))
    # Twenty people without an error are too few to promise 88 %.
    np.testing.assert_array_equal(found.positive, [0, np.nan, np.nan])
    assert np.isnan(found.negative).all()
    one = choose_thresholds(scores, sure, labels, people=np.zeros(100, dtype=np.int64))
    assert np.isnan(one.positive).all()
    none = choose_thresholds(scores[:0], sure[:0], labels[:0], people=np.arange(0))
    assert np.isnan(none.positive).all()
    unknown = labels_at(
        np.full((1, 1), np.nan, "f4"), np.full((1, 1), np.nan, "f4"), Thresholds(np.zeros(1), np.zeros(1))
    )
    assert unknown.tolist() == [[0]]
    with pytest.raises(ValueError, match="precision"):
        choose_thresholds(scores, sure, labels, people=np.arange(100), precision=1.1)
