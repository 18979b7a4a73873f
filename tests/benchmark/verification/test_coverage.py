"""Intervals hold the truth about as often as they say, for people drawn at random from a known world."""

import numpy as np
import pytest
from tests.benchmark.verification.people_who_score import Kind, draw, population

from facegap.benchmark.verification.evaluation import VerificationResult, evaluate_verification
from facegap.benchmark.verification.paired import compare_recognizers
from facegap.estimates import Estimate
from facegap.matching.rates.error_rates import ErrorRates

TIMES = 80
FEWEST = 68
"""Of 80; 95 % is 76, and fewer than 68 would have a chance of 1 in 10,000. Rare errors are covered somewhat less."""


@pytest.fixture(scope="module")
def truth() -> dict[str, float]:
    mated, non_mated = population(2_000_000)
    rates = ErrorRates.of(mated=mated, non_mated=non_mated)
    thresholds = np.linspace(0.1, 0.4, 601)
    best = 1 - float(np.min(rates.fmr(thresholds) + rates.fnmr(thresholds))) / 2
    fnmr = {f"FNMR at {level}": float(rates.fnmr_at(fmr=level) or 0) for level in (1e-1, 1e-2)}
    return {"EER": rates.eer(), "AUC": rates.auc(), "accuracy": best, **fnmr}


def estimates(found: VerificationResult) -> dict[str, Estimate]:
    fnmr = {f"FNMR at {point.level}": point.fnmr for point in found.points[:2] if point.fnmr}
    accuracy = {"accuracy": found.accuracy.mean} if found.accuracy else {}
    return {"EER": found.eer, "AUC": found.auc, **fnmr, **accuracy}


@pytest.mark.parametrize(("kind", "people"), [("list", 400), ("all pairs", 100)])
def test_intervals_cover_the_truth(kind: Kind, people: int, truth: dict[str, float]) -> None:
    held: dict[str, int] = {}
    for seed in range(TIMES):
        drawn = draw(kind, people, seed=seed)
        found = evaluate_verification(drawn.task, drawn.scores, people=drawn.people, replicates=128)
        for name, estimate in estimates(found).items():
            held[name] = held.get(name, 0) + (estimate.low <= truth[name] <= estimate.high)
    assert set(held) == (set(truth) if kind == "list" else set(truth) - {"accuracy"})
    assert min(held.values()) >= FEWEST, held


def test_intervals_over_pairs_would_cover_too_seldom() -> None:
    """Of all pairs of a few people: that these simulations can tell good intervals from bad ones."""
    _, non_mated = population(2_000_000)
    held = np.zeros(2)
    for seed in range(TIMES):
        drawn = draw("all pairs", 60, seed=seed)
        for at, people in enumerate((drawn.people, None)):
            point = evaluate_verification(drawn.task, drawn.scores, people=people, replicates=64).points[0]
            assert point.fmr
            held[at] += point.fmr.low <= np.mean(non_mated >= point.threshold) <= point.fmr.high
    assert held[0] >= FEWEST > TIMES / 2 > held[1], held


def test_differences_of_equals_are_found_as_seldom_as_they_should_be() -> None:
    found = []
    for seed in range(TIMES):
        drawn = draw("list", 400, seed=seed)
        rng = np.random.default_rng(seed)
        one, other = (np.clip(drawn.scores + rng.normal(0, 0.05, len(drawn.scores)), -1, 1) for _ in range(2))
        result = compare_recognizers(drawn.task, first=one, second=other, people=drawn.people, replicates=128)
        assert result.accuracy
        found.append([result.eer.p, result.auc.p, result.accuracy.p, result.fnmr[1e-1].p])
    by_chance = (np.array(found) < 0.05).sum(axis=0)
    assert by_chance.max() <= TIMES - FEWEST, by_chance
