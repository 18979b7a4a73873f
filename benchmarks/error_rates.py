"""Error rates of scores that are there, accuracy in folds, and intervals over people, beside pyeer and InsightFace."""

import time
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version

import numpy as np
import scipy.interpolate

from benchmarks.measure import Row, measured
from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.evaluation import evaluate_verification
from facegap.benchmark.verification.folds import Folds
from facegap.matching.rates.error_rates import ErrorRates

NON_MATED, MATED = 5_000_000, 100_000
FOLDED = 6_000
LISTS = (6_000, 1_000_000, 15_700_000)
"""As long as LFW, between, and as long as IJB-C."""
FMR = 1e-3


def scores(mated: int, non_mated: int) -> tuple[np.ndarray, np.ndarray]:
    """Two normals, about as far apart as those of a small face network."""
    rng = np.random.default_rng(0)
    one, two = rng.normal(0.55, 0.13, mated), rng.normal(0.03, 0.08, non_mated)
    return one.clip(-1, 1).astype(np.float32), two.clip(-1, 1).astype(np.float32)


def timed(work: Callable[[], tuple[float, ...]]) -> tuple[float, tuple[float, ...]]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def pyeer_rates() -> tuple[float, tuple[float, ...]]:
    """Equal error rate and FNMR at FMR 1e-3, which pyeer finds along with the rest of its report."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyeer.eer_info import get_eer_stats
    mated, non_mated = scores(MATED, NON_MATED)

    def work() -> tuple[float, ...]:
        stats = get_eer_stats(mated, non_mated)
        return stats.eer, stats.fmr1000

    return timed(work)


def facegap_rates() -> tuple[float, tuple[float, ...]]:
    mated, non_mated = scores(MATED, NON_MATED)

    def work() -> tuple[float, ...]:
        rates = ErrorRates.of(mated=mated, non_mated=non_mated)
        return rates.eer(), rates.fnmr_at(fmr=FMR) or 0.0

    return timed(work)


def folded() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of as many pairs as LFW has, kinds, folds."""
    mated, non_mated = scores(FOLDED // 2, FOLDED // 2)
    return np.r_[mated, non_mated], np.arange(FOLDED) < FOLDED // 2, np.arange(FOLDED) % 10


def grid_accuracy() -> tuple[float, tuple[float, ...]]:
    """InsightFace's way, written anew: each of 400 squared distances for accuracy, of 4,000 for its rate at an FMR."""
    values, mated, folds = folded()
    distances = 2 - 2 * values
    coarse, fine = np.arange(0, 4, 0.01), np.arange(0, 4, 0.001)

    def rates(threshold: float, apart: np.ndarray, same: np.ndarray) -> tuple[float, float, float]:
        match = apart < threshold
        accepted, falsely = np.sum(match & same) / np.sum(same), np.sum(match & ~same) / np.sum(~same)
        return float(accepted), float(falsely), float(np.mean(match == same))

    def work() -> tuple[float, ...]:
        accuracies = []
        for fold in range(10):
            others, own = (
                (distances[folds != fold], mated[folds != fold]),
                (distances[folds == fold], mated[folds == fold]),
            )
            best = coarse[np.argmax([rates(threshold, *others)[2] for threshold in coarse])]
            curve = [rates(threshold, *own) for threshold in coarse]
            accuracies.append(curve[int(np.searchsorted(coarse, best))][2])
            falsely = np.array([rates(threshold, *others)[1] for threshold in fine])
            # Its interpolation crashes on equal rates in current SciPy; the first of each is kept here.
            unique, first = np.unique(falsely, return_index=True)
            rates(float(scipy.interpolate.interp1d(unique, fine[first])(FMR)), *own)
        return (float(np.mean(accuracies)),)

    return timed(work)


def facegap_accuracy() -> tuple[float, tuple[float, ...]]:
    values, mated, folds = folded()
    return timed(lambda: (float(Folds.of(values, mated, folds).accuracies(np.ones((1, FOLDED))).mean()),))


def facegap_verify(pairs: int) -> tuple[float, tuple[float, ...]]:
    """All rates with intervals over 4,000 people; compiled code is loaded first."""
    rng = np.random.default_rng(1)
    count = FOLDED // 2 if pairs == FOLDED else pairs // 100
    mated = np.arange(pairs) < count
    people = rng.integers(0, 4000, (2, pairs))
    people[1, :count] = people[0, :count]
    people[1, count:] += people[1, count:] == people[0, count:]
    folds = np.arange(pairs) % 10 if pairs == FOLDED else None
    task = Verification("pairs", people[0], people[1], mated, folds)
    values = np.concatenate(scores(count, pairs - count))
    few = Verification("few", np.arange(4), np.arange(4), np.arange(4) < 2)
    evaluate_verification(few, np.array([0.9, 0.8, 0.1, 0.2]), people=np.arange(4), replicates=64)

    def work() -> tuple[float, ...]:
        found = evaluate_verification(task, values, people=np.arange(4001))
        return found.eer.value, found.replicates

    return timed(work)


def rows() -> Iterator[Row]:
    """The peers on the same scores; their results are named, so that one sees that they are the same."""
    work = f"EER and FNMR@FMR {FMR:g} of {NON_MATED:,} + {MATED:,} scores"
    peer, ours = measured(pyeer_rates), measured(facegap_rates)
    for who, found in ((f"pyeer {version('pyeer')}", peer), ("facegap", ours)):
        eer, fnmr = found.result[1]
        ratio = "" if found is peer else f"{peer.result[0] / ours.result[0]:.0f}× faster"
        yield Row(work, who, found.result[0], f"EER {eer:.6f}, FNMR {fnmr:.6f}", found.peak_mb, ratio)
    work = f"accuracy of {FOLDED:,} pairs in 10 folds"
    peer, ours = measured(grid_accuracy), measured(facegap_accuracy)
    for who, found in (("grids of 400 and 4,000 thresholds, as InsightFace", peer), ("facegap, every threshold", ours)):
        ratio = "" if found is peer else f"{peer.result[0] / ours.result[0]:.0f}× faster"
        yield Row(work, who, found.result[0], f"accuracy {found.result[1][0]:.4f}", found.peak_mb, ratio)
    for pairs in LISTS:
        found = measured(facegap_verify, pairs)
        seconds, (_, replicates) = found.result
        work = f"all rates of {pairs:,} pairs with intervals, {replicates:,} replicates"
        yield Row(work, "facegap", seconds, f"{pairs * replicates / seconds / 1e6:.0f} M pairs/s", found.peak_mb)
