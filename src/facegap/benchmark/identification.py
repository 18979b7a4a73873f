"""Who is it? Each probe against a whole gallery: closed set (CMC) and open set (FNIR at FPIR)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.protocol import Identification
from facegap.estimates import Estimate, Estimates, group_people, share_of_images
from facegap.matching.embeddings.unit_length import not_of_unit_length
from facegap.matching.pairs.sweep import strips, sweep
from facegap.matching.rates.step_rates import accepted_at

RANKS = (1, 5, 10, 20)
FPIRS = (1e-2, 1e-1)
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class HitRate:
    """Mated probes whose mate is among the first ``rank`` of the gallery (closed set).

    Attributes:
        rank: How many of the gallery count, from 1.
        share: Their share of all mated probes; one that can't be compared, or whose mate can't be, is a miss.
        of_compared: Their share of the mated probes that have an embedding, as their mates do; the same where all have
            one.
    """

    rank: int
    share: Estimate
    of_compared: Estimate


@dataclass(frozen=True)
class OpenSetRate:
    """Misses where as few false alarms are allowed.

    Attributes:
        fpir: The share of the non-mated probes that may find anyone, 0 to 1.
        threshold: The lowest threshold with at most that share; None where there are fewer than 1/fpir non-mated
            probes.
        fnir: The share of the mated probes whose mate is not the first of the gallery, or has a score below the
            threshold; the interval is over the people of the mated probes, for this threshold. None without a
            threshold.
        of_compared: The same share of the probes that have an embedding, as the mates of mated ones do, at the
            threshold that such non-mated probes give; None where they are too few. The same as ``fnir`` where all have
            one.
    """

    fpir: float
    threshold: float | None
    fnir: Estimate | None
    of_compared: Estimate | None


@dataclass(frozen=True)
class IdentificationResult(ShortRepr):
    """How well people are found in a gallery (ISO/IEC 19795-1).

    A probe without an embedding, or whose mate has none, is a miss: failures to enrol and to acquire count. A non-mated
    probe without an embedding finds nobody, and counts among the non-mated probes.

    Attributes:
        name: The name of the task.
        gallery: The number of references in the gallery.
        mated: The number of probes whose person is in the gallery.
        non_mated: The number of probes whose person is not.
        failed_gallery: The number of references of the gallery without an embedding.
        failed_mated: The number of mated probes without an embedding.
        failed_non_mated: The number of non-mated probes without an embedding.
        hits: The hit rates at some ranks; those beyond the size of the gallery are left out.
        cmc: float64 (ranks,), the share of mated probes found by rank 1, 2, … up to the highest in ``hits``.
        open_set: The rates at some FPIRs; empty without non-mated probes.
    """

    name: str
    gallery: int
    mated: int
    non_mated: int
    failed_gallery: int
    failed_mated: int
    failed_non_mated: int
    hits: tuple[HitRate, ...]
    cmc: Float64Array
    open_set: tuple[OpenSetRate, ...]


def evaluate_identification(
    task: Identification,
    embeddings: Float32Array,
    valid: BoolArray,
    *,
    ranks: Sequence[int] = RANKS,
    fpirs: Sequence[float] = FPIRS,
    seed: int = 0,
) -> IdentificationResult:
    """Compare each probe with the whole gallery.

    The mate's rank is 1 and the number of others in the gallery whose score is the same or higher: a network that can't
    tell people apart is not helped by their order. Scores that decide are summed in float64 and rounded once. Memory
    holds the embeddings that are compared, and one block of scores a thread.

    Args:
        task: The gallery, the probes and their mates.
        embeddings: float32 (references, dimensions), of unit length where there are any.
        valid: bool (references,), whether each has an embedding.
        ranks: The ranks for which hit rates are given, from 1.
        fpirs: The FPIRs for which FNIRs are given, between 0 and 1.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Raises:
        BenchmarkError: there is no gallery or no mated probe, or an embedding is not of unit length.
        ValueError: rows or mates beyond what there is.

    Example:
        Images 0 and 1 are the gallery; image 2 shows the person of image 0, image 3 a stranger:

        >>> import numpy as np
        >>> embeddings = np.array([[1, 0], [0, 1], [0.8, 0.6], [-1, 0]], dtype=np.float32)
        >>> task = Identification("own", gallery=np.array([0, 1]), probes=np.array([2, 3]), mates=np.array([0, -1]))
        >>> result = evaluate_identification(task, embeddings, np.ones(4, dtype=bool))
        >>> [(hit.rank, hit.share.value) for hit in result.hits]
        [(1, 1.0)]
    """
    _check(task, embeddings, valid)
    mates_rank, mates_score, best = _search(task, embeddings, valid)
    mated = task.mates >= 0
    compared = valid[task.probes] & (~mated | valid[task.gallery[task.mates]])
    kept = [rank for rank in ranks if rank <= len(task.gallery)]

    def rates(among: BoolArray) -> tuple[list[Estimate], list[float | None], list[Estimate | None]]:
        """Hit rates, thresholds and FNIRs among some probes."""
        chosen = mated & among
        thresholds = [_threshold(best[~mated & among], fpir) for fpir in fpirs]
        hits = [mates_rank[chosen] <= rank for rank in kept]
        missed = [
            (mates_rank[chosen] > 1) | (mates_score[chosen] < threshold)
            for threshold in thresholds
            if threshold is not None
        ]
        shares = _shares([*hits, *missed], task.mates[chosen], seed)
        fnirs = iter(range(len(kept), len(kept) + len(missed)))
        return (
            [shares.at(index) for index in range(len(kept))],
            thresholds,
            [None if threshold is None else shares.at(next(fnirs)) for threshold in thresholds],
        )

    hits, thresholds, fnirs = of_all = rates(np.ones(len(mated), dtype=np.bool_))
    hits_of_compared, _, fnirs_of_compared = of_all if compared.all() else rates(compared)
    return IdentificationResult(
        name=task.name,
        gallery=len(task.gallery),
        mated=int(mated.sum()),
        non_mated=int((~mated).sum()),
        failed_gallery=int((~valid[task.gallery]).sum()),
        failed_mated=int((~valid[task.probes[mated]]).sum()),
        failed_non_mated=int((~valid[task.probes[~mated]]).sum()),
        hits=tuple(HitRate(*each) for each in zip(kept, hits, hits_of_compared, strict=True)),
        cmc=np.array([float((mates_rank[mated] <= rank).mean()) for rank in range(1, max(kept, default=0) + 1)]),
        open_set=tuple(OpenSetRate(*each) for each in zip(fpirs, thresholds, fnirs, fnirs_of_compared, strict=True))
        if not mated.all()
        else (),
    )


def _search(
    task: Identification, embeddings: Float32Array, valid: BoolArray
) -> tuple[Int64Array, Float32Array, Float32Array]:
    """For each probe the rank of its mate, the mate's score, and the best score of all; of a failure, the worst."""
    # Here, since compiled code takes long to import.
    from facegap.benchmark.identification_kernel import note_ranks, score_mates
    from facegap.matching.pairs.exact_scores import rounding

    usable = np.flatnonzero(valid[task.probes])
    probes, gallery, enrolled = embeddings[task.probes[usable]], embeddings[task.gallery], valid[task.gallery]
    mates = np.where(enrolled[task.mates[usable]], task.mates[usable], -1)
    ranks, slack = np.zeros(len(usable), dtype=np.int64), rounding(embeddings.shape[1])
    mate_scores, best = (np.full(len(usable), worst, dtype=np.float32) for worst in (np.inf, -np.inf))
    score_mates(probes, gallery, mates, mate_scores)

    def consume(block: Int64Array, scores: Float32Array) -> None:
        note_ranks(scores, block, slack, probes, gallery, enrolled, mate_scores, ranks, best)

    sweep(probes, gallery, strips(len(probes), len(gallery)), lambda: consume)
    all_ranks = np.full(len(task.probes), _NEVER)
    all_scores, all_best = (np.full(len(task.probes), -np.inf, dtype=np.float32) for _ in range(2))
    mated = mates >= 0
    all_ranks[usable[mated]], all_scores[usable[mated]], all_best[usable] = ranks[mated], mate_scores[mated], best
    return all_ranks, all_scores, all_best


def _threshold(best: Float32Array, fpir: float) -> float | None:
    """The lowest threshold that at most the share ``fpir`` of these scores reach; None where not even one may."""
    allowed = accepted_at(fpir, len(best))
    if not allowed:
        return None
    return float(np.nextafter(np.sort(best)[::-1][allowed], np.float32(np.inf)))


def _shares(flags: Sequence[BoolArray], people: Int64Array, seed: int) -> Estimates:
    """Shares of mated probes, with intervals over people; NaN where there is no probe."""
    if not len(people):
        return Estimates.of([Estimate(np.nan, np.nan, np.nan)] * len(flags))
    groups = group_people(people, seed=seed)
    return Estimates.of([share_of_images(flag, people, groups=groups) for flag in flags])


def _check(task: Identification, embeddings: Float32Array, valid: BoolArray) -> None:
    if not len(task.gallery) or not np.any(task.mates >= 0):
        msg = (
            f"{task.name}: nobody can be identified, with {len(task.gallery)} people in the gallery and "
            f"{int(np.sum(task.mates >= 0))} probes of them; both lists must name some of the same people"
        )
        raise BenchmarkError(msg)
    rows = np.concatenate([task.gallery, task.probes])
    if len(embeddings) != len(valid) or rows.min() < 0 or rows.max() >= len(valid):
        msg = (
            f"{task.name} names the embeddings {rows.min()} to {rows.max()}, but there are {len(embeddings)} of them "
            f"and {len(valid)} marks of which are valid"
        )
        raise ValueError(msg)
    if len(task.mates) != len(task.probes) or task.mates.max() >= len(task.gallery):
        msg = (
            f"{task.name}: {len(task.mates)} mates for {len(task.probes)} probes in a gallery of {len(task.gallery)}; "
            "each probe needs one mate, a place in the gallery or −1"
        )
        raise ValueError(msg)
    wrong = not_of_unit_length(embeddings)
    wrong = wrong[valid[wrong]]
    if len(wrong):
        length = np.linalg.norm(embeddings[wrong[0]])
        msg = (
            f"{task.name}: embedding {wrong[0]} has the length {length} where 1 is needed, since scores are cosines; "
            "divide each embedding by its length"
        )
        raise BenchmarkError(msg)
