"""How well the people of one set are told apart, by all comparisons."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from facegap.base.arrays import Int64Array
from facegap.base.errors import BenchmarkError, FaceSetError
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.fairness import GroupFairness, Groups, load_groups
from facegap.benchmark.fairness.sets import set_fairness
from facegap.estimates import GROUPS, Estimate, jackknife_variance, share_interval
from facegap.faceset import IMAGES, FaceSet
from facegap.matching import (
    Device,
    EmbeddedSet,
    ExactRates,
    PeopleScores,
    SetScores,
    describe_scores,
    embedder_caution,
    exact_rates,
    false_non_match_rate,
    person_numbers,
)

LEVELS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
LEAST_FALSE_MATCHES = 10
"""A level of FMR that stands for fewer non-mated comparisons has a threshold, but its FNMR no interval (ours)."""


@dataclass(frozen=True)
class ScoredPoint:
    """A threshold and what it costs.

    Attributes:
        level: The false match rate that was asked for.
        threshold: The lowest threshold at which FMR is at most that, exact; None where there are fewer than 1/level
            comparisons.
        fmr: The false match rate there; None without a threshold.
        fnmr: The false non-match rate there, with its interval over people; None without a threshold or a mated
            comparison.
    """

    level: float
    threshold: float | None
    fmr: float | None
    fnmr: Estimate | None


@dataclass(frozen=True)
class ScoredSet(ShortRepr):
    """The scores of a set, and its error rates.

    Attributes:
        name: The name of the set.
        embedder: The network whose scores they are.
        missing: The number of images without an embedding.
        excluded: The number of comparisons that were left out since both images are of one source.
        scores: The distributions of scores and the numbers that follow from them, with intervals.
        points: Thresholds at false match rates, exact.
        group_names: The groups of which fairness is measured; empty without.
        left_out: The number of images without a group; they count for the thresholds.
        fairness: The fairness at the overall FMRs that can be seen; empty without groups.
        caution: That nobody has validated the network on such images, in a sentence; None where somebody has, or where
            nobody recorded which network it is.
    """

    name: str
    embedder: str
    missing: int
    excluded: int
    scores: SetScores
    points: tuple[ScoredPoint, ...]
    group_names: tuple[str, ...] = ()
    left_out: int = 0
    fairness: tuple[GroupFairness, ...] = ()
    caution: str | None = None


def score_faceset(
    faceset: FaceSet,
    embedding: str,
    *,
    groups: str | None = None,
    source: str | None = None,
    device: Device = "cpu",
    seed: int = 0,
) -> ScoredSet:
    """Compare every image of a face set with every other.

    Args:
        faceset: The set.
        embedding: The name of its embeddings.
        groups: The columns that make groups, as for ``load_groups``.
        source: The column of ``images`` that says which photograph or video an image is from; null is a source of its
            own.
        device: Where to compare, as for ``score_set``.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Raises:
        FaceSetError: there are no such embeddings or columns.
        BenchmarkError: fewer than two images have an embedding.
    """
    embedded, has_embedding = EmbeddedSet.load_marked(faceset, embedding)
    loaded = load_groups(faceset, groups) if groups else None
    if source and source not in faceset.scan().collect_schema().names():
        known = ", ".join(faceset.scan().collect_schema().names())
        msg = f"{faceset.path}: the layer images has no column {source!r}; it has: {known}"
        raise FaceSetError(msg)
    scored = score_set(
        embedded,
        name=faceset.info.name,
        embedder=embedding,
        groups=replace(loaded, of=loaded.of[has_embedding]) if loaded else None,
        sources=person_numbers(faceset.column(IMAGES, source).filter(pl.Series(has_embedding))) if source else None,
        device=device,
        seed=seed,
    )
    return replace(scored, caution=embedder_caution([faceset], embedding))


def score_set(
    embedded: EmbeddedSet,
    *,
    name: str,
    embedder: str,
    groups: Groups | None = None,
    sources: Int64Array | None = None,
    device: Device = "cpu",
    seed: int = 0,
) -> ScoredSet:
    """Compare every image with every other.

    Args:
        embedded: The embeddings of the set, and whose each is; made from arrays or read by ``EmbeddedSet.load``.
        name: What the set is called in the result.
        embedder: What the network is called in the result.
        groups: The groups of the images of ``embedded``, in their order.
        sources: int64 (images,), a number for each photograph or video; images of one aren't compared.
        device: Where the first of two passes runs; exact thresholds are found on the CPU.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Raises:
        BenchmarkError: there are no two images.

    Example:
        From arrays, without a face set: three images each of 40 people.

        >>> import numpy as np
        >>> rng = np.random.default_rng(0)
        >>> people = np.repeat(np.arange(40), 3)
        >>> vectors = (rng.standard_normal((40, 8))[people] + 0.4 * rng.standard_normal((120, 8))).astype(np.float32)
        >>> vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        >>> embedded = EmbeddedSet(vectors, people, unknown=0, missing=0)
        >>> scored = score_set(embedded, name="random", embedder="none")
        >>> scored.scores.mated.total, scored.scores.non_mated.total, round(scored.scores.eer.value, 3)
        (120, 7020, 0.034)
    """
    if len(embedded.people) < 2:
        msg = f"{name}: {len(embedded.people)} image(s) with an embedding; at least two are needed to compare"
        raise BenchmarkError(msg)
    people = PeopleScores(embedded, seed, sources=sources, device=device)
    numbers = None
    if groups:
        numbers = np.where(groups.of < 0, len(groups.names), groups.of)
    exact = exact_rates(
        embedded.embeddings,
        embedded.people,
        groups=numbers,
        sources=sources,
        levels=LEVELS,
        histograms=people.histograms,
    )
    return ScoredSet(
        name=name,
        embedder=embedder,
        missing=embedded.missing,
        excluded=people.histograms.excluded,
        scores=describe_scores(embedded, people),
        points=tuple(_points(exact, people)),
        group_names=groups.names if groups else (),
        left_out=groups.left_out if groups else 0,
        fairness=set_fairness(exact, groups.names, seed=seed) if groups else (),
    )


def _points(exact: ExactRates, people: PeopleScores) -> list[ScoredPoint]:
    mated_people = int(np.count_nonzero(exact.people.mated.sum(axis=1)))
    points = []
    for point in exact.points:
        fnmr = None
        if point.fnmr is not None:
            rates = [false_non_match_rate(*scores, fmr=point.level) for scores in people.left_out]
            known = len(rates) > 1 and exact.non_mated * point.level >= LEAST_FALSE_MATCHES
            variance = float(jackknife_variance(np.array(rates))) if known else float("nan")
            fnmr = share_interval(
                point.fnmr,
                variance=variance,
                least=min(mated_people, exact.mated),
                most=exact.mated,
                people=min(len(rates), GROUPS),
            )
        points.append(ScoredPoint(point.level, point.threshold, point.fmr, fnmr))
    return points
