"""How well a recognizer tells pairs of one person from pairs of two."""

from dataclasses import dataclass, fields

import numpy as np

from facegap.base.arrays import BoolArray, FloatingArray, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.all_pairs import AllPairs
from facegap.benchmark.verification.measures import Measures
from facegap.benchmark.verification.people import PairsOfPeople, Resampled
from facegap.estimates import Estimate
from facegap.matching import DetCurve, ScoreDistribution
from facegap.matching.rates.step_rates import FMR_LEVELS

BINS = 16_384


@dataclass(frozen=True)
class FoldAccuracy:
    """Accuracy in folds, each at the threshold that is best on the others.

    Attributes:
        mean: The mean over folds, each counting alike also where they are of different sizes, as the field has it; 0 to
            1.
        deviation: The standard deviation of the folds' accuracies (n − 1).
        standard_error: The standard error of the mean, deviation / √folds, as LFW's authors define it.
        folds: The protocol's numbers of the folds that have pairs with scores.
        accuracies: The accuracy of each fold.
        pairs: The number of pairs with scores in each fold.
        thresholds: The threshold for each fold.
        of_all: The mean where pairs without a score count as wrong, whichever kind they are (``AllPairs``); the same as
            ``mean`` where every pair has one. A fold in which no pair has a score counts with 0.
    """

    mean: Estimate
    deviation: float
    standard_error: float
    folds: tuple[int, ...]
    accuracies: tuple[float, ...]
    pairs: tuple[int, ...]
    thresholds: tuple[float, ...]
    of_all: Estimate


@dataclass(frozen=True)
class OperatingPoint:
    """The threshold for a false match rate, and what it costs.

    Attributes:
        level: The false match rate that was asked for.
        threshold: the lowest at which FMR is at most that; None where there are fewer than 1/level non-mated pairs, so
            that it can't be seen, and so are the others.
        fmr: at the threshold. The interval says what FMR that threshold may have among other people.
        fnmr: the interval covers the choice of the threshold, too. Both are wide where a few people make most of the
            false matches, and still somewhat too narrow where people who are like many others are rare.
        fnmr_of_all: FNMR at that threshold where a mated pair without a score counts as a false non-match; the same as
            ``fnmr`` where every pair has one.
    """

    level: float
    threshold: float | None
    fmr: Estimate | None
    fnmr: Estimate | None
    fnmr_of_all: Estimate | None


@dataclass(frozen=True)
class PairRates(ShortRepr):
    """The error rates of scores of a list of pairs, whatever range the scores have. Rates are from 0 to 1.

    Attributes:
        task: The name of the list of pairs.
        mated: The number of pairs of one person that have a score.
        non_mated: The number of pairs of two people that have a score.
        skipped: The number of pairs without a score, since an image has no embedding; they count nowhere but in
            ``FoldAccuracy.of_all`` and ``OperatingPoint.fnmr_of_all``.
        skipped_mated: How many of these are of one person.
        resampled: What intervals are over; ``pairs`` where people aren't known.
        replicates: The number of replicates that intervals are from.
        accuracy: The accuracy in folds; None where the protocol has none: a threshold chosen on the test itself would
            flatter.
        auc: The area under the ROC curve.
        eer: The equal error rate.
        points: The operating points, by falling FMR.
        det: FMR and FNMR at some hundred thresholds.
        mated_mean: The mean mated score.
        non_mated_mean: The mean non-mated score.
        d_prime: The distance of the two means in standard deviations; NaN where no score differs from another of its
            kind.
        fisher_ratio: The Fisher ratio, d′² / 2.
    """

    task: str
    mated: int
    non_mated: int
    skipped: int
    skipped_mated: int
    resampled: Resampled
    replicates: int
    accuracy: FoldAccuracy | None
    auc: Estimate
    eer: Estimate
    points: tuple[OperatingPoint, ...]
    det: DetCurve
    mated_mean: Estimate
    non_mated_mean: Estimate
    d_prime: Estimate
    fisher_ratio: Estimate


@dataclass(frozen=True)
class VerificationResult(PairRates):
    """The error rates of one recognizer on one list of pairs; scores are cosines.

    Attributes:
        mated_scores: The scores of all mated pairs.
        non_mated_scores: The scores of all non-mated pairs.
    """

    mated_scores: ScoreDistribution
    non_mated_scores: ScoreDistribution


def evaluate_verification(
    task: Verification,
    scores: FloatingArray,
    *,
    people: Int64Array | None = None,
    seed: int = 0,
    replicates: int | None = None,
) -> VerificationResult:
    """Measure how well a recognizer tells pairs of one person from pairs of two, with intervals over people.

    Args:
        task: The pairs, and which of them are mated.
        scores: float32 or float64 (pairs,), cosines; NaN where there is none.
        people: int64 (references,), a number for each person; a reference whose person isn't known has one of its own.
            None where nobody is known, as in lists that are given out without names.
        seed: The seed of the replicates; intervals alone depend on it.
        replicates: How many replicates intervals are from; by default 1,024, or 256 of more than a million pairs.

    Raises:
        BenchmarkError: no mated or no non-mated pair has a score, or folds are too few (see ``Folds.of``).
        ValueError: scores are not one a pair, or not from −1 to 1.

    Example:
        Six pairs of the images 0 to 6, of which three show one person:

        >>> import numpy as np
        >>> first, second = np.array([0, 2, 4, 0, 2, 4]), np.array([1, 3, 5, 2, 4, 6])
        >>> task = Verification("own", first, second, mated=np.array([True, True, True, False, False, False]))
        >>> scores = np.array([0.8, 0.7, 0.2, 0.1, 0.3, -0.1])
        >>> people = np.array([0, 0, 1, 1, 2, 2, 3])
        >>> result = evaluate_verification(task, scores, people=people, replicates=64)
        >>> round(result.eer.value, 3), round(result.auc.value, 3)
        (0.333, 0.889)
        >>> result.points[0].level, result.points[0].threshold  # of three non-mated pairs one is too many
        (0.1, None)
    """
    rates = rate_pairs(task, scores, scored=scored_pairs(task, scores), people=people, seed=seed, replicates=replicates)
    mated_scores, non_mated_scores = (scores[of_kind & ~np.isnan(scores)] for of_kind in (task.mated, ~task.mated))
    return VerificationResult(
        **{field.name: getattr(rates, field.name) for field in fields(rates)},
        mated_scores=ScoreDistribution.of(mated_scores, bins=BINS),
        non_mated_scores=ScoreDistribution.of(non_mated_scores, bins=BINS),
    )


def rate_pairs(
    task: Verification,
    scores: FloatingArray,
    *,
    scored: BoolArray,
    people: Int64Array | None,
    seed: int,
    replicates: int | None,
) -> PairRates:
    """Measure scores of any range, as ``evaluate_verification`` does cosines.

    Args:
        task: The pairs, and which of them are mated.
        scores: float32 or float64 (pairs,), finite or NaN; higher is more alike.
        scored: bool (pairs,), those that aren't NaN, some of each kind.
        people: as in ``evaluate_verification``.
        seed: likewise.
        replicates: likewise.
    """
    mated, kept = task.mated[scored], scores[scored]
    measures = Measures.of(kept, mated, None if task.folds is None else task.folds[scored])
    pairs = PairsOfPeople.of(task, scored, people, replicates)
    values = np.concatenate([measures.values, measures.separation.values])
    measured = list(zip(values.tolist(), pairs.variance(measures.all_again, seed).tolist(), strict=True))
    *measured, mated_mean, non_mated_mean, d_prime, fisher_ratio = measured
    all_pairs = None
    if len(kept) < len(scores):
        all_pairs = AllPairs.of(task, scores, measures, people=people, seed=seed, replicates=replicates)
    return PairRates(
        task=task.name,
        mated=pairs.mated,
        non_mated=pairs.non_mated,
        skipped=len(scores) - len(kept),
        skipped_mated=int((task.mated & ~scored).sum()),
        resampled=pairs.resampled,
        replicates=pairs.replicates,
        accuracy=_accuracy(measures, pairs.both(*measured[-1]), all_pairs),
        eer=pairs.both(*measured[0]),
        auc=pairs.both(*measured[1]),
        points=_points(measures, pairs, measured[2:], kept, mated, all_pairs),
        det=measures.rates.det(),
        mated_mean=pairs.number(*mated_mean),
        non_mated_mean=pairs.number(*non_mated_mean),
        d_prime=pairs.number(*d_prime, least=0.0),
        fisher_ratio=pairs.number(*fisher_ratio, least=0.0),
    )


def scored_pairs(task: Verification, scores: FloatingArray, *, cosines: bool = True) -> BoolArray:
    """Which pairs have a score, bool (pairs,), of which there are both kinds.

    Args:
        task: the pairs.
        scores: (pairs,); NaN where there is none.
        cosines: whether scores must be from −1 to 1.

    Raises:
        BenchmarkError: a kind is missing.
        ValueError: scores are not one a pair, or not from −1 to 1.
    """
    if scores.shape != task.mated.shape:
        msg = (
            f"{task.name} has {len(task.mated)} pairs, the scores have shape {scores.shape}; each pair needs one score"
        )
        raise ValueError(msg)
    scored = np.asarray(~np.isnan(scores))
    if cosines and np.any(np.abs(scores[scored]) > 1 + 1e-3):
        worst = float(scores[scored][np.argmax(np.abs(scores[scored]))])
        msg = f"a score of {worst} in {task.name}; scores are cosines, from −1 to 1"
        raise ValueError(msg)
    for kind, of_kind in (("mated", task.mated), ("non-mated", ~task.mated)):
        if not np.any(of_kind & scored):
            msg = (
                f"{task.name}: none of the {int(of_kind.sum())} {kind} pairs has a score, so that there are no error "
                "rates; look for images without embeddings, or for a list of one kind only"
            )
            raise BenchmarkError(msg)
    return scored


def _accuracy(measures: Measures, mean: Estimate, all_pairs: AllPairs | None) -> FoldAccuracy | None:
    folds, by_fold = measures.folds, measures.by_fold
    if folds is None:
        return None
    deviation = float(by_fold.std(ddof=1))
    return FoldAccuracy(
        mean=mean,
        deviation=deviation,
        standard_error=deviation / len(by_fold) ** 0.5,
        folds=tuple(fold.number for fold in folds.folds),
        accuracies=tuple(by_fold.tolist()),
        pairs=tuple(len(fold.own) for fold in folds.folds),
        thresholds=tuple(folds.choose(np.ones((1, len(folds.scores))))[:, 0].tolist()),
        of_all=all_pairs.accuracy if all_pairs and all_pairs.accuracy else mean,
    )


def _points(
    measures: Measures,
    pairs: PairsOfPeople,
    measured: list[tuple[float, float]],
    scores: FloatingArray,
    mated: BoolArray,
    all_pairs: AllPairs | None,
) -> tuple[OperatingPoint, ...]:
    count = len(measures.points)
    seen = {}
    for at, (level, threshold) in enumerate(measures.points):
        freedom = pairs.comparisons.freedom(~mated & (scores >= threshold))
        fmr, fnmr = pairs.fmr(*measured[count + at], freedom=freedom), pairs.fnmr(*measured[at], freedom=freedom)
        seen[level] = OperatingPoint(level, threshold, fmr, fnmr, all_pairs.fnmr[at] if all_pairs else fnmr)
    return tuple(seen.get(level, OperatingPoint(level, None, None, None, None)) for level in FMR_LEVELS)
