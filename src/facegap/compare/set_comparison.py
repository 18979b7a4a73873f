"""Sets beside each other: the first against each of the others, every two of them as a matrix, and all together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.attribute_pairs.comparison import compare_pairs
from facegap.compare.attributes import ScoreDensity, compare_attributes
from facegap.compare.clusters import Clustering, cluster_annotations
from facegap.compare.combinations import missing_combinations
from facegap.compare.comparison import AttributeDrift, Comparison, EmbeddingDrift
from facegap.compare.confirmation import Confirmation, confirm
from facegap.compare.description import SetDescription, SideWords, distinguish_names
from facegap.compare.fidelity import measure_fidelity
from facegap.compare.identities import SetPeople, compare_identities
from facegap.compare.joint import joint_divergence
from facegap.compare.labels import LabeledSet, relied_on
from facegap.compare.scores import compare_scores
from facegap.compare.study import (
    AttributesInSets,
    Demographics,
    MatrixCell,
    SetContrast,
    attributes_in_sets,
    cross_halves,
    cross_sets,
    demographics_in_sets,
)
from facegap.faceset import FaceSet
from facegap.matching import EmbeddedSet

Pairs = Literal["first", "all"]
"""Which pairs of sets are compared in full: those with the first set, or every two."""

_TRUTH = "truth"


@dataclass(frozen=True)
class ComparedSet(ShortRepr):
    """A face set with what of it is compared.

    Attributes:
        description: The description of the set.
        people: The people of its images, with their labels and embeddings.
        embedded_rows: int64 (embedded images,), the rows of these images in the face set; None without embeddings.
        truth: What a rendered set knows of itself, where other labels are compared; else None.
    """

    description: SetDescription
    people: SetPeople
    embedded_rows: Int64Array | None
    truth: LabeledSet | None = None

    @classmethod
    def load(cls, faceset: FaceSet, *, labels: str | None, embedding: str | None) -> "ComparedSet":
        """Read what is compared of a face set.

        Args:
            faceset: The face set.
            labels: The name of the layer with its attributes; None where these aren't compared.
            embedding: The name of its embeddings; None where these aren't compared.

        Raises:
            FaceSetError: There is no such layer, or nothing in it.
        """
        labeled = LabeledSet.load(faceset, labels) if labels else None
        knows_better = labels not in (None, _TRUTH) and _TRUTH in faceset.layers()
        embedded, present = EmbeddedSet.load_marked(faceset, embedding) if embedding else (None, None)
        return cls(
            description=SetDescription.of(faceset, missing=embedded.missing if embedded else None),
            people=SetPeople.load(faceset, labeled=labeled, embedded=embedded),
            embedded_rows=None if present is None else np.flatnonzero(present),
            truth=LabeledSet.load(faceset, _TRUTH) if knows_better else None,
        )


@dataclass(frozen=True)
class Comparisons(ShortRepr):
    """A comparison of two sets or more.

    Attributes:
        labels: The name of the layer of attributes that were compared; None without attributes.
        embedding: The name of the embeddings that were compared; None without embeddings.
        sets: The descriptions of the sets, the one that the others are compared with, P, first; their names differ.
        pairs: The full comparisons: of the first set with each of the others, or of every two.
        matrix: The comparison of every two sets, both ways round.
        halves: The same of two halves of the people of each real set, or of each set where none is real, for what no
            difference looks like; without sets of too few people, and empty where there are two sets only.
        contrasts: How single attributes differ between every two sets; empty without attributes.
        attributes: The attributes that all sets have, in each of them; None without attributes.
        demographics: The groups by several attributes together in each set; None where none were asked for, or shown.
        clusters: The clusters of the annotations of all sets together; None without attributes.
        notes: What people should know of what was compared: a layer that was taken of several that all sets have, or
            why attributes or embeddings were left out.
        embedder_caution: On which sets nobody has validated the network of the embeddings, in a sentence; None where it
            was on all.
    """

    labels: str | None
    embedding: str | None
    sets: tuple[SetDescription, ...]
    pairs: tuple[Comparison, ...]
    matrix: tuple[MatrixCell, ...]
    halves: tuple[MatrixCell, ...]
    contrasts: tuple[SetContrast, ...]
    attributes: AttributesInSets | None
    demographics: Demographics | None
    clusters: Clustering | None
    notes: tuple[str, ...] = ()
    embedder_caution: str | None = None


def compare_sets(
    sets: Sequence[ComparedSet],
    *,
    labels: str | None,
    embedding: str | None,
    score_density: ScoreDensity = "bins",
    pairs: Pairs = "first",
    demographics: Sequence[tuple[str, ...]] = (),
    seed: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Comparisons:
    """Compare a set with others, every two of all of them, and all beside each other.

    Args:
        sets: Two sets at least, first the one that the others are compared with; either all have labels or none, and so
            with embeddings.
        labels: The name of the layer that the labels are from.
        embedding: The name of the embeddings.
        score_density: How densities of an annotator's scores are found, as in ``compare_attributes``.
        pairs: Which pairs are compared in full: ``first``, those with the first set; ``all``, every two.
        demographics: The attributes of each axis by which people are told apart: one that is there or not, or several
            of which at most one is.
        seed: The seed of all that is drawn: weights and divisions of people, folds, samples of large sets.
        tell: The function that is told what is being compared, before each part that may take long.

    Raises:
        FaceSetError: The sets have no attribute in common.
        ValueError: Fewer than two sets.
    """
    if len(sets) < 2:
        msg = f"{len(sets)} sets, where two are needed to compare"
        raise ValueError(msg)
    described = distinguish_names([compared.description for compared in sets])
    named = [replace(compared, description=description) for compared, description in zip(sets, described, strict=True)]
    annotations = [compared.people.labeled for compared in named if compared.people.labeled]
    common = relied_on(*annotations) if annotations else ()
    in_full: list[Comparison] = []
    matrix: list[MatrixCell] = []
    contrasts: list[SetContrast] = []
    for first, second in combinations(named, 2):
        names = first.description.name, second.description.name
        known = None
        if first is named[0] or pairs == "all":
            known = _compare(first, second, score_density, seed, tell)
            in_full.append(known)
        else:
            tell(f"comparing {names[0]} and {names[1]}")
        cells, contrast = cross_sets(
            first.people, second.people, names=names, attributes=common, known=known, seed=seed
        )
        matrix += cells
        contrasts += [contrast] if contrast else []
    halves = _halves(named, common, seed, tell) if len(named) > 2 else ()
    of_all = people = clusters = None
    if annotations:
        tell("counting the attributes of all sets")
        of_all = attributes_in_sets(annotations, seed=seed)
        people = demographics_in_sets(annotations, axes=demographics, seed=seed) if demographics else None
        tell("finding clusters in all sets together")
        used = [labeled.only(common) for labeled in annotations]
        clusters = cluster_annotations(used, names=[one.name for one in described], seed=seed)
    return Comparisons(
        labels=labels,
        embedding=embedding,
        sets=tuple(described),
        pairs=tuple(in_full),
        matrix=tuple(matrix),
        halves=halves,
        contrasts=tuple(contrasts),
        attributes=of_all,
        demographics=people,
        clusters=clusters,
    )


def _halves(
    sets: Sequence[ComparedSet], attributes: tuple[str, ...], seed: int, tell: Callable[[str], None]
) -> tuple[MatrixCell, ...]:
    """Of each real set, or of each where none is real, its people in two halves, where there are enough."""
    real = [compared for compared in sets if compared.description.kind == "real"]
    cells = []
    for compared in real or sets:
        name = compared.description.name
        tell(f"comparing two halves of {name}")
        cells.append(cross_halves(compared.people, name=name, attributes=attributes, seed=seed))
    return tuple(cell for cell in cells if cell)


def _compare(
    real: ComparedSet, synthetic: ComparedSet, density: ScoreDensity, seed: int, tell: Callable[[str], None]
) -> Comparison:
    p, q, words = real.people, synthetic.people, SideWords.of(real.description, synthetic.description)
    names = f"{real.description.name} and {synthetic.description.name}"
    attributes = embeddings = None

    def say(what: str) -> None:
        tell(f"comparing {names}: {what}")

    if p.labeled and q.labeled:
        say("attributes one by one")
        each = compare_attributes(real=p.labeled, synthetic=q.labeled, score_density=density, seed=seed)
        used = relied_on(p.labeled, q.labeled)
        p_used, q_used = p.labeled.only(used), q.labeled.only(used)
        p, q = replace(p, labeled=p_used), replace(q, labeled=q_used)
        looked_at = [attribute.name for attribute in each.compared]
        sides = [(p_used, real.description.name), (q_used, synthetic.description.name)]
        if p_used.validity.same_instrument(q_used.validity):
            sides = [(p_used, names)]
        cautions = [labeled.validity.caution(name, attributes=looked_at) for labeled, name in sides]
        say("all attributes together, by four estimators")
        joint = joint_divergence(p=p_used, q=q_used, seed=seed)
        say("attributes in pairs, missing combinations")
        attributes = AttributeDrift(
            each=each,
            joint=joint,
            together=compare_pairs(real=p_used, synthetic=q_used, seed=seed),
            lacking=missing_combinations(shown_by=p_used, lacking_in=q_used, seed=seed),
            added=missing_combinations(shown_by=q_used, lacking_in=p_used, seed=seed),
            validated=p_used.validated == q_used.validated == used,
            cautions=tuple(caution for caution in cautions if caution),
        )
    if p.embedded and q.embedded:
        say("similarity scores")
        scores = compare_scores(real=p.embedded, synthetic=q.embedded, seed=seed)
        say("fidelity")
        embeddings = EmbeddingDrift(
            scores=scores, fidelity=measure_fidelity(real=p.embedded, synthetic=q.embedded, seed=seed)
        )
    say("identities")
    return Comparison(
        real=real.description,
        synthetic=synthetic.description,
        attributes=attributes,
        embeddings=embeddings,
        confirmation=_confirmation(attributes, real, synthetic, seed),
        identities=compare_identities(real=p, synthetic=q, names=(words.p_set, words.q_set), seed=seed),
    )


def _confirmation(
    drift: AttributeDrift | None, real: ComparedSet, synthetic: ComparedSet, seed: int
) -> Confirmation | None:
    """What the truth says of the drift, where both sets know it and something else was compared."""
    if drift is None or real.truth is None or synthetic.truth is None:
        return None
    return confirm(drift.each, compare_attributes(real=real.truth, synthetic=synthetic.truth, seed=seed))
