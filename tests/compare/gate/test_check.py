"""Verdicts of a gate: what holds fails, and so does what isn't known."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.compare.test_validity import NAMES, VALID
from tests.compare.test_validity import labeled as scored
from tests.compared import compared, embedded, in_memory
from tests.labels import labeled, random_set

from facegap.compare import Comparison
from facegap.compare.gate import Check, check_comparison, known_numbers, number_table, read_condition
from facegap.compare.gate.reading import Reading
from facegap.estimates import Estimate


@cache
def comparison() -> Comparison:
    """Sets that differ in ``Bald`` by far; of ``Odd`` one of them says nothing."""
    shares = {"Bald": 0.1, "Male": 0.4}
    made = []
    for seed, (name, bald) in enumerate((("real", 0.1), ("made", 0.9))):
        labels = random_set(shares | {"Bald": bald}, people=40, images=2, alike=0.3, seed=seed)
        made.append(in_memory(name, labels=labels, vectors=embedded(40, 2, seed=seed)))
    return compared(*made).pairs[0]


def check(text: str, of: Comparison | None = None) -> Check:
    return check_comparison(of or comparison(), [read_condition(text)])[0]


def test_every_number_is_read_and_is_in_the_docs() -> None:
    for card in known_numbers().values():
        reading = card.read(comparison(), *(["Bald"] if card.takes == "attribute" else []))
        assert reading.values or reading.unknown, card.name
        for value in reading.values:
            assert card.range[0] <= value.value <= card.range[1]
    docs = Path(__file__).parents[3] / "docs/compare.md"
    assert number_table() in docs.read_text(), f"put this table into {docs}:\n\n{number_table()}"


def test_the_numbers_are_those_of_the_comparison() -> None:
    attributes, embeddings = comparison().attributes, comparison().embeddings
    assert attributes
    assert embeddings
    bald = attributes.each.compared[0]
    assert bald.difference
    expected = {
        "difference(Bald)": 100 * bald.difference.positive.value,
        "share_real(Bald)": bald.real.positive_of_defined.value,
        "kl_synthetic_real(tree)": attributes.joint.tree.q_p.value.value,
        "attributes_different": sum(difference.clear for _, difference in attributes.each.ranked()),
        "combinations_added": attributes.added.count,
        "eer_real": embeddings.scores.real.eer.value,
        "mated_difference": embeddings.scores.mated.mean.value,
        "frechet": embeddings.fidelity.metrics["frechet"].estimate.value,
        "overlapping_synthetic": comparison().identities.variation.synthetic.overlapping.value,
    }
    for text, value in expected.items():
        condition = read_condition(f"{text} > 0")
        reading = condition.card.read(comparison(), *filter(None, [condition.argument]))
        assert reading.values[0].value == pytest.approx(value), text


def test_what_holds_fails_and_the_line_says_number_interval_and_limit() -> None:
    failed = check("difference(Bald) > 10")
    low, high = failed.values[0].low, failed.values[0].high
    assert failed.failed
    assert failed.sentence.startswith("FAILED: difference(Bald) > 10 (real and made): ")
    assert f"[{low:.4g}, {high:.4g}] points; limit 10 points" in failed.sentence
    assert check("difference(Bald) < 10").sentence.startswith("passed: ")
    assert not check(f"difference(Bald).high > {high + 0.1}").failed
    assert check(f"difference(Bald).high > {high - 0.1}").failed
    assert not check(f"difference(Bald).low > {low + 0.1}").failed
    assert check("precision < 100.0%").sentence.endswith("limit 100 %") or not check("precision < 100.0%").failed


def test_the_size_of_a_number_has_its_interval_too() -> None:
    swapped = replace(comparison(), attributes=None)
    assert check("difference(Bald) > 10", swapped).unknown == "attributes were not compared"
    card = replace(read_condition("difference(Bald) > 10").card, read=lambda *_: Reading((Estimate(-2, -5, 1),)))
    condition = replace(read_condition("abs(difference(Bald)) > 10"), card=card)
    (verdict,) = check_comparison(comparison(), [condition])
    assert verdict.values == (Estimate(2, 0.0, 5),)
    assert not verdict.failed
    assert check_comparison(comparison(), [replace(condition, limit=1.5)])[0].failed


def test_what_is_not_known_fails_and_says_why() -> None:
    few = compared(*(in_memory(name, vectors=embedded(4, 1, seed=seed)) for seed, name in enumerate("ab"))).pairs[0]
    for text, reason in (
        ("eer_synthetic > 50%", "the set has no two images of one person, or one person only"),
        ("mated_difference < -1", "a set has no mated pair of images"),
        ("overlapping_real > 99%", "the set has no person with two images that are embedded"),
        ("difference(Male) > 99", "attributes were not compared"),
        ("kl_real_synthetic > 99", "attributes were not compared"),
        ("attributes_different > 99", "attributes were not compared"),
    ):
        verdict = check(text, few)
        assert (verdict.failed, verdict.unknown) == (True, reason)
        assert f"not known: {reason}" in verdict.sentence
    assert check("attributes_different.low > 99").unknown == (
        "it has no interval: there are too few people for one, or it is a count"
    )
    undefined = labeled({"Male": [0, 0, 0, 0], "Bald": [1, -1, 1, -1]}, [0, 1, 2, 3])
    defined = labeled({"Male": [1, -1, 1, -1], "Bald": [1, -1, 1, -1]}, [0, 1, 2, 3])
    pair = compared(in_memory("a", labels=undefined), in_memory("b", labels=defined)).pairs[0]
    assert check("difference(Male) > 99", pair).unknown == "it is defined for no image of one of the sets"
    assert check("share_real(Male) > 99%", pair).unknown == "it is defined for no image of the set"
    unknown = check("kl_real_synthetic(tree) > 99", pair).unknown
    assert unknown
    assert unknown.startswith("none is to be believed (Chow–Liu tree: ")


def test_a_number_of_which_the_annotator_is_not_validated_is_not_known() -> None:
    pair = compared(in_memory("a", labels=scored(0.3, VALID)), in_memory("b", labels=scored(0.7, VALID, seed=1))).pairs[
        0
    ]
    male = check("share_real(Male) > 90%", pair)
    assert not male.failed
    assert "% by calibrated scores; limit" in male.sentence
    assert pair.attributes
    by_scores = pair.attributes.each.compared[0].real.by_scores
    assert (male.values[0],) == (by_scores,)
    assert "points by calibrated scores" in check("difference(Male) > 99", pair).sentence
    assert "1 of 1 validated of 2" in check("attributes_different > 5", pair).sentence
    for text, reason in (
        ("share_synthetic(Smiling) > 99%", "mine isn't validated for Smiling on images such as those of b"),
        ("difference(Smiling) > 99", "mine isn't validated for Smiling on images such as those of a and b"),
        (
            "kl_real_synthetic > 99",
            "mine isn't validated for as many as two of these attributes on both sets: Of a and ",
        ),
        ("kl_synthetic_real(tree) > 99", "mine isn't validated for as many as two"),
        ("combinations_lacking > 99", "mine isn't validated for as many as two"),
    ):
        verdict = check(text, pair)
        assert verdict.failed, text
        assert not verdict.values, text
        assert str(verdict.unknown).startswith(reason), verdict.unknown
    never = replace(VALID, validated=frozenset())
    pair = compared(in_memory("a", labels=scored(0.3, VALID)), in_memory("b", labels=scored(0.7, never, seed=1))).pairs[
        0
    ]
    assert not check("share_real(Male) > 90%", pair).failed
    assert check("difference(Male) > 99", pair).unknown == "mine isn't validated for Male on images such as those of b"
    assert (
        check("attributes_different > 9", pair).unknown == "mine is validated for none of these attributes on both sets"
    )


def test_what_labels_cannot_measure_is_not_known() -> None:
    silent = replace(VALID, validated=frozenset(NAMES), priors={}, one_sided=frozenset({"Male"}))
    pair = compared(*(in_memory(name, labels=scored(0.3, silent, seed=seed)) for seed, name in enumerate("ab"))).pairs[
        0
    ]
    reason = (
        "it is not measurable: mine never gives Male a positive, or never a negative label, and there are no "
        "calibrated scores of it for "
    )
    assert check("difference(Male) > 99", pair).unknown == f"{reason}a and b"
    assert check("share_real(Male) > 99%", pair).unknown == f"{reason}a"
    assert not check("share_real(Smiling) > 99%", pair).failed


def test_several_estimators_fail_together_and_a_lower_bound_proves_nothing() -> None:
    text = "kl_real_synthetic > 2"
    for values, unknown, possible, failed in (
        ([1.0, 1.5], None, (0, 0), False),
        ([1.0, 2.5], None, (0, 0), True),
        ([1.0], "that is a lower bound", (1.0, float("inf")), True),
        ([2.5], "that is a lower bound", (2.5, float("inf")), True),
        ([], "within noise", (0.0, 1.5), False),
        ([], "within noise", (0.0, 2.5), True),
    ):
        estimates = tuple(Estimate(value, value - 0.1, value + 0.1) for value in values)
        reading = Reading(estimates, "by trees", unknown, possible)
        condition = read_condition(text)
        condition = replace(condition, card=replace(condition.card, read=lambda *_, reading=reading: reading))
        (verdict,) = check_comparison(comparison(), [condition])
        assert verdict.failed is failed, values


def with_divergences(**ways: tuple[float, str | None]) -> Comparison:
    """The comparison with other values and doubts of the estimators of KL(real‖synthetic)."""
    drift = comparison().attributes
    assert drift
    joint = drift.joint
    for name, (value, doubt) in ways.items():
        estimator = getattr(joint, name)
        one_way = replace(estimator.p_q, value=Estimate(value, value - 0.1, value + 0.1), doubt=doubt)
        joint = replace(joint, **{name: replace(estimator, p_q=one_way, floor=0.01)})
    return replace(comparison(), attributes=replace(drift, joint=joint))


@pytest.mark.parametrize(
    ("tree", "kernel", "classifier", "failed", "told"),
    [
        ((0.8, None), (0.6, None), (0.5, None), False, "0.5 to 0.8 [0.4, 0.9] nats by Chow–Liu tree, Kernel density"),
        ((1.2, None), (0.6, None), (0.5, None), True, "0.5 to 1.2 [0.4, 1.3] nats by Chow–Liu tree, Kernel density"),
        ((1.2, "saturated"), (0.6, None), (0.5, None), False, "0.5 to 0.6 [0.4, 0.7] nats by Kernel density, Class"),
        (
            (0.1, "within noise"),
            (0.2, "within noise"),
            (0, "below zero"),
            False,
            "by Chow–Liu tree, Kernel density, wi",
        ),
        (
            (5, "not converged"),
            (5, "saturated"),
            (0, "below zero"),
            True,
            "not known: none is to be believed (Chow–Liu",
        ),
        ((5, "saturated"), (5, "saturated"), (0.5, None), True, "by Classifier; not known: that is a lower bound"),
        (
            (0.6, None),
            (5, "saturated"),
            (1.5, "not converged"),
            True,
            "a lower bound says that it is at least 1.4 nats",
        ),
    ],
)
def test_kl_is_what_estimators_say_that_are_to_be_believed(
    tree: tuple[float, str | None],
    kernel: tuple[float, str | None],
    classifier: tuple[float, str | None],
    failed: bool,
    told: str,
) -> None:
    pair = with_divergences(tree=tree, kernel=kernel, neighbors=(0, "no interval"), classifier=classifier)
    verdict = check("kl_real_synthetic > 1", pair)
    assert verdict.failed is failed
    assert told in verdict.sentence
    assert check("kl_real_synthetic(tree) > 4", pair).failed is (tree[1] not in (None, "within noise"))
