from dataclasses import replace

import numpy as np
import pytest
from tests.benchmark.leakage.simulated import audited, grouped, images, named, people

from facegap.benchmark.leakage.audit import audit_set
from facegap.benchmark.leakage.networks import NetworkAudits


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


def test_what_several_networks_say_is_a_range_and_fails_if_one_fails() -> None:
    real, made = people(1, 300), people(2, 200)
    lookalikes = np.concatenate([made[:190], made[:10]])
    by = {}
    for network, centers, alike in (("sharp", made, 0.8), ("dull", lookalikes, 0.5)):
        sets = [
            audited(name, images(each, 2, seed=seed, alike=alike), named(name, count, 2))
            for name, each, count, seed in (("real", real, 300, 0), ("made", centers, 200, 1))
        ]
        by[network] = audit_set(synthetic=sets[1], references=sets[:1], embedder=network, networks=2)
    for audit in by.values():
        assert audit.leakage.chance == pytest.approx(0.025)
        assert audit.uniqueness.chance == pytest.approx(0.05)
    together = NetworkAudits.of([by["dull"], by["sharp"]])
    assert [audit.embedder for audit in together.audits] == ["sharp", "dull"]
    assert together.passed
    people_shown = together.different_people
    assert (people_shown.low, people_shown.high, people_shown.networks) == (190, 200, ("sharp", "dull"))
    assert people_shown.references == ("real",)
    rng = np.random.default_rng(0)
    few = [rng.standard_normal((200, 3)) for _ in range(2)]
    sets = [
        audited(n, v / np.linalg.norm(v, axis=1, keepdims=True), named(n, 200, 1))
        for n, v in zip("ab", few, strict=True)
    ]
    blind = audit_set(synthetic=sets[0], references=sets[1:], embedder="blind", networks=2)
    with_blind = NetworkAudits.of([blind, by["sharp"]])
    assert (with_blind.passed, with_blind.audits[0].embedder) == (True, "sharp")
    assert (with_blind.different_people.networks, with_blind.different_people.blind) == (("sharp",), ("blind",))
    alone = NetworkAudits.of([blind])
    assert (alone.passed, alone.different_people) == (False, None)
    with pytest.raises(ValueError, match="there is no audit"):
        NetworkAudits.of([])


def test_each_real_set_gives_a_threshold_and_a_number_of_people() -> None:
    """Strangers are as alike as the real set is; one that is too small says so."""
    plain, both, few = (
        grouped("plain", 300, 0, seed=70),
        grouped("both", 20, 150, seed=80),
        grouped("few", 9, 0, seed=90),
    )
    made = grouped("made", 40, 40, seed=100)
    bare = [replace(each, groups=None) for each in (made, few, both, plain)]
    audit = audit_set(synthetic=bare[0], references=bare[1:], embedder="net")
    unknown, second, first = audit.by_reference
    assert (first.reference, first.clusters, first.pairs) == (
        "plain",
        audit.uniqueness.clusters,
        audit.uniqueness.pairs,
    )
    assert first.threshold == audit.uniqueness.threshold
    alone = audit_set(synthetic=bare[0], references=[bare[2]], embedder="net", fmr=audit.uniqueness.fmr).uniqueness
    assert (second.reference, second.clusters, second.threshold) == ("both", alone.clusters, alone.threshold)
    assert first.clusters < second.clusters == 80
    assert (unknown.reference, unknown.threshold, unknown.clusters) == ("few", None, None)
    assert unknown.reason.startswith("36 comparisons of different people are too few")
    shown = NetworkAudits.of([audit]).different_people
    assert (shown.low, shown.high, shown.references) == (first.clusters, 80, ("both", "plain"))


def test_the_thresholds_of_groups_reach_all_that_an_audit_says() -> None:
    real, without = (grouped("real", 500, alike, seed=50, each=2) for alike in (200, 0))
    made = grouped("made", 60, 60, seed=60, each=2)
    blind, known = (
        audit_set(synthetic=each, references=[reference], embedder="net")
        for each, reference in ((replace(made, groups=None), without), (made, real))
    )
    assert blind.groups == ()
    assert blind.synthetic.ungrouped == 120
    assert [(group.name, group.people, group.reference_people) for group in known.groups] == [
        ("alike", 60, 200),
        ("plain", 60, 500),
    ]
    assert all(group.own_threshold for group in known.groups)
    assert known.uniqueness.clusters > blind.uniqueness.clusters
    assert known.leakage.found == 0
    for level in known.leakage.levels:
        alike, plain = level.groups
        assert plain.threshold.value < alike.threshold.value
        assert level.least == plain.threshold.value
    # Strangers of the alike group are as alike as one person by everyone's threshold.
    assert known.consistency.below.value > blind.consistency.below.value
    planted = made.embedded.embeddings.copy()
    planted[:2] = real.embedded.embeddings[-2:]
    leaky = replace(
        made, embedded=replace(made.embedded, embeddings=planted), groups=["alike"] * 2 + [*made.groups[2:]]
    )
    (suspect,) = audit_set(synthetic=leaky, references=[real], embedder="net").leakage.suspects
    assert (suspect.group, suspect.reference_group) == ("alike", "alike")
    assert suspect.threshold < suspect.score
