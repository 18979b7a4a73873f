import numpy as np
import pytest
from tests.benchmark.leakage.simulated import audited, images, named, people

from facegap.benchmark.leakage.audit import audit_set
from facegap.benchmark.leakage.identities import check_consistency, count_different


def test_people_who_are_there_twice_are_counted_once() -> None:
    centers = people(0, 60)
    twice = np.concatenate([centers, centers[:5], centers[:2]])
    made = audited("made", images(twice, 4, seed=1, alike=0.8), named("made", 67, 4))
    found = count_different(made, threshold=0.75, fmr=1e-6)
    assert (found.people, found.clusters) == (67, 60)
    assert found.pairs == 5 + 2 + 2  # the first two are there three times
    assert {(pair.identity, pair.other_identity) for pair in found.alike} >= {
        ("made 0", "made 60"),
        ("made 4", "made 64"),
    }
    assert found.chance == pytest.approx(1e-6 * 67 * 66 / 2)
    for pair in found.alike:
        ours, theirs = (
            made.embedded.embeddings[int(image.partition("/")[2])] for image in (pair.image, pair.other_image)
        )
        assert pair.identity == made.identities[int(pair.image.partition("/")[2])]
        assert ours @ theirs > 0.6


def test_near_copies_of_an_image_are_counted() -> None:
    vectors = images(people(0, 50), 2, seed=2)
    vectors[[31, 77]] = vectors[10]
    found = count_different(audited("made", vectors, named("made", 50, 2)), threshold=0.9, fmr=0.0)
    assert (found.copies, found.copied) == (3, 2)
    assert {(pair.image, pair.other_image) for pair in found.closest} == {
        ("made/10", "made/31"),
        ("made/10", "made/77"),
        ("made/31", "made/77"),
    }
    assert found.closest[0].score == pytest.approx(1)


def test_consistency_is_that_of_a_naive_loop() -> None:
    rng = np.random.default_rng(3)
    identities = [f"p{number}" for number in rng.integers(0, 40, 150)]
    centers = people(4, 40)
    vectors = images(centers[[int(identity[1:]) for identity in identities]], 1, seed=5)
    swapped = identities.index("p7")
    vectors[swapped] = -vectors[swapped]
    made = audited("made", vectors, list(identities))
    scores: dict[str, list[float]] = {}
    for i in range(150):
        for j in range(i):
            if identities[i] == identities[j]:
                scores.setdefault(identities[i], []).append(float(vectors[i] @ vectors[j]))
    everything = np.concatenate(list(scores.values()))
    found = check_consistency(made, threshold=0.55)
    assert (found.several, found.comparisons) == (len(scores), len(everything))
    assert found.below.value == pytest.approx(np.mean(everything < 0.55))
    assert found.below.low < found.below.value < found.below.high
    loose = {identity: np.mean(values) for identity, values in scores.items() if np.mean(values) < 0.55}
    assert found.loose == len(loose)
    assert "p7" in loose
    assert [score for _, score in found.loosest] == pytest.approx(sorted(loose.values())[:12], abs=1e-6)
    assert all(score == pytest.approx(loose[identity], abs=1e-6) for identity, score in found.loosest)


def test_single_images_have_no_consistency() -> None:
    found = check_consistency(audited("made", images(people(0, 9), 1, seed=0), [None] * 9), threshold=0.5)
    assert (found.several, found.comparisons, found.below, found.loose) == (0, 0, None, 0)


def test_an_audit_passes_and_fails() -> None:
    real = audited("real", images(people(1, 300), 2, seed=0), named("real", 300, 2))
    clean = audited("made", images(people(2, 200), 2, seed=1), named("made", 200, 2))
    passed = audit_set(synthetic=clean, references=[real], embedder="net")
    assert (passed.passed, passed.leakage.found, passed.blind) == (True, 0, False)
    assert passed.uniqueness.clusters == 200
    mixed = np.concatenate([people(1, 300)[:4], people(2, 200)[4:]])
    leaky = audited("made", images(mixed, 2, seed=1), named("made", 200, 2))
    failed = audit_set(synthetic=leaky, references=[real], embedder="net")
    assert (failed.passed, failed.leakage.found) == (False, 4)
    assert audit_set(synthetic=leaky, references=[real], embedder="net", max_share=0.02).passed
    assert failed.uniqueness.threshold == passed.uniqueness.threshold


def test_a_network_that_sees_too_little_does_not_pass() -> None:
    """In few dimensions strangers are as alike as can be, so that no score tells a leak."""
    rng = np.random.default_rng(0)
    real, made = (rng.standard_normal((200, 3)) for _ in range(2))
    sets = [
        audited(name, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), named(name, 200, 1))
        for name, vectors in (("made", made), ("real", real))
    ]
    found = audit_set(synthetic=sets[0], references=sets[1:], embedder="net")
    assert found.leakage.found == 0
    assert found.blind
    assert not found.passed
