import numpy as np
import pytest
from tests.benchmark.leakage.simulated import audited, images, named, people

from facegap.benchmark.leakage.consistency import check_consistency


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
    assert (found.own_center, found.other_center, found.misplaced, found.most_misplaced) == (None, None, None, ())


def test_images_nearer_to_another_identity_are_those_of_a_naive_loop() -> None:
    rng = np.random.default_rng(6)
    identities = [f"p{number}" for number in rng.integers(0, 30, 120)]
    centers = people(7, 30)
    vectors = images(centers[[int(identity[1:]) for identity in identities]], 1, seed=8)
    for row in (3, 50):
        vectors[row] = images(centers[[(int(identities[row][1:]) + 1) % 30]], 1, seed=row)[0]
    own, others = {}, {}
    for row, identity in enumerate(identities):
        mates = [other for other in range(120) if identities[other] == identity and other != row]
        if mates:
            own[row] = unit(vectors[mates]) @ vectors[row]
            others[row] = max(
                unit(vectors[[other for other in range(120) if identities[other] == name]]) @ vectors[row]
                for name in set(identities) - {identity}
            )
    found = check_consistency(audited("made", vectors, list(identities)), threshold=0.4)
    assert found.images == len(own)
    assert found.own_center.value == pytest.approx(np.mean(list(own.values())), abs=1e-6)
    assert found.own_center.low < found.own_center.value < found.own_center.high
    assert found.other_center.value == pytest.approx(np.mean(list(others.values())), abs=1e-6)
    misplaced = sorted((row for row in own if others[row] > own[row]), key=lambda row: own[row] - others[row])
    assert {3, 50} <= set(misplaced)
    assert found.misplaced.value == pytest.approx(len(misplaced) / len(own))
    assert [each.image for each in found.most_misplaced] == [f"made/{row}" for row in misplaced[:12]]
    worst = found.most_misplaced[0]
    row = misplaced[0]
    assert (worst.identity, worst.score, worst.other_score) == (
        identities[row],
        pytest.approx(own[row], abs=1e-6),
        pytest.approx(others[row], abs=1e-6),
    )


def unit(vectors: np.ndarray) -> np.ndarray:
    mean = vectors.mean(axis=0)
    return mean / np.linalg.norm(mean)


def test_thresholds_may_be_of_each_person_and_one_identity_has_no_other() -> None:
    vectors = images(people(0, 3), 4, seed=0)
    made = audited("made", vectors, named("made", 3, 4))
    each = check_consistency(made, threshold=np.array([-1.0, 1.1, -1.0]))
    assert (each.loose, each.below.value) == (1, pytest.approx(1 / 3))
    alone = check_consistency(audited("made", vectors[:4], ["a"] * 4), threshold=0.5)
    assert alone.own_center.value > 0
    assert (alone.other_center, alone.misplaced, alone.most_misplaced) == (None, None, ())
