"""Any number of sets: the first, real one against each of the others, and every two of them as a matrix."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.attribute_pairs.comparison import compare_pairs
from facegap.compare.attributes import ScoreDensity, compare_attributes
from facegap.compare.clusters import Clustering, cluster_annotations
from facegap.compare.combinations import missing_combinations
from facegap.compare.comparison import AttributeDrift, Comparison, EmbeddingDrift
from facegap.compare.confirmation import Confirmation, confirm
from facegap.compare.description import SetDescription, distinguish_names
from facegap.compare.fidelity import EmbeddedPair, get_metric, measure_fidelity
from facegap.compare.identities import SetPeople, compare_identities
from facegap.compare.joint import Divergence, joint_divergence
from facegap.compare.labels import LabeledSet, in_common
from facegap.compare.scores import compare_scores
from facegap.estimates import EstimateWithFloor
from facegap.faceset import FaceSet
from facegap.matching import EmbeddedSet

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
class MatrixCell:
    """Two sets of several, P the data and Q the model.

    Attributes:
        p: The name of the one set, the data.
        q: The name of the other set, the model.
        divergences: KL(P‖Q) of all attributes that every set has together by each estimator, in nats, by the
            estimator's name; empty without attributes.
        different: How many of these attributes differ clearly; None without attributes.
        frechet: The Fréchet distance of the embeddings; None without embeddings, or of one image.
    """

    p: str
    q: str
    divergences: dict[str, Divergence]
    different: int | None
    frechet: EstimateWithFloor | None


@dataclass(frozen=True)
class Comparisons(ShortRepr):
    """A comparison of two sets or more.

    Attributes:
        labels: The name of the layer of attributes that were compared; None without attributes.
        embedding: The name of the embeddings that were compared; None without embeddings.
        sets: The descriptions of the sets, the real one, P, first; their names differ.
        pairs: The comparisons of the real set with each of the others.
        matrix: The comparison of every two sets, both ways round.
        clusters: The clusters of the annotations of all sets together; None without attributes.
        notes: What people should know of what was compared: a layer that was taken of several that all sets have, or
            why attributes or embeddings were left out.
    """

    labels: str | None
    embedding: str | None
    sets: tuple[SetDescription, ...]
    pairs: tuple[Comparison, ...]
    matrix: tuple[MatrixCell, ...]
    clusters: Clustering | None
    notes: tuple[str, ...] = ()


def compare_sets(
    sets: Sequence[ComparedSet],
    *,
    labels: str | None,
    embedding: str | None,
    score_density: ScoreDensity = "bins",
    seed: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Comparisons:
    """Compare a real set with others, and all of them with one another.

    Args:
        sets: Two sets at least, the real one first; either all have labels or none, and so with embeddings.
        labels: The name of the layer that the labels are from.
        embedding: The name of the embeddings.
        score_density: How densities of an annotator's scores are found, as in ``compare_attributes``.
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
    real, *synthetic_sets = named
    annotations = [compared.people.labeled for compared in named if compared.people.labeled]
    common = in_common(*annotations) if annotations else ()
    pairs = tuple(_compare(real, synthetic, score_density, seed, tell) for synthetic in synthetic_sets)
    crossings: list[MatrixCell] = []
    for first, second in combinations(named, 2):
        known = next((pair for pair in pairs if first is real and pair.synthetic is second.description), None)
        if not known:
            tell(f"comparing {first.description.name} and {second.description.name}")
        crossings += _cross(first, second, known, common, seed)
    names = [description.name for description in described]
    return Comparisons(
        labels=labels,
        embedding=embedding,
        sets=tuple(described),
        pairs=pairs,
        matrix=tuple(crossings),
        clusters=cluster_annotations(annotations, names=names, seed=seed) if annotations else None,
    )


def _compare(
    real: ComparedSet, synthetic: ComparedSet, density: ScoreDensity, seed: int, tell: Callable[[str], None]
) -> Comparison:
    p, q = real.people, synthetic.people
    names = f"{real.description.name} and {synthetic.description.name}"
    attributes = embeddings = None
    if p.labeled and q.labeled:
        tell(f"comparing the attributes of {names}")
        attributes = AttributeDrift(
            each=compare_attributes(real=p.labeled, synthetic=q.labeled, score_density=density, seed=seed),
            joint=joint_divergence(p=p.labeled, q=q.labeled, seed=seed),
            together=compare_pairs(real=p.labeled, synthetic=q.labeled, seed=seed),
            lacking=missing_combinations(shown_by=p.labeled, lacking_in=q.labeled, seed=seed),
            added=missing_combinations(shown_by=q.labeled, lacking_in=p.labeled, seed=seed),
        )
    if p.embedded and q.embedded:
        tell(f"comparing all embeddings of {names}")
        embeddings = EmbeddingDrift(
            scores=compare_scores(real=p.embedded, synthetic=q.embedded, seed=seed),
            fidelity=measure_fidelity(real=p.embedded, synthetic=q.embedded, seed=seed),
        )
    return Comparison(
        real=real.description,
        synthetic=synthetic.description,
        attributes=attributes,
        embeddings=embeddings,
        confirmation=_confirmation(attributes, real, synthetic, seed),
        identities=compare_identities(real=p, synthetic=q, seed=seed),
    )


def _confirmation(
    drift: AttributeDrift | None, real: ComparedSet, synthetic: ComparedSet, seed: int
) -> Confirmation | None:
    """What the truth says of the drift, where both sets know it and something else was compared."""
    if drift is None or real.truth is None or synthetic.truth is None:
        return None
    return confirm(drift.each, compare_attributes(real=real.truth, synthetic=synthetic.truth, seed=seed))


def _cross(
    p_set: ComparedSet, q_set: ComparedSet, known: Comparison | None, attributes: tuple[str, ...], seed: int
) -> list[MatrixCell]:
    """Two sets both ways round, by some attributes; what ``known`` says of them already isn't computed again."""
    p, q = p_set.people, q_set.people
    joint = different = frechet = None
    if p.labeled and q.labeled:
        drift = known.attributes if known else None
        if drift and drift.joint.attributes == attributes:
            joint, each = drift.joint, drift.each
        else:
            p_labeled, q_labeled = p.labeled.only(attributes), q.labeled.only(attributes)
            joint = joint_divergence(p=p_labeled, q=q_labeled, seed=seed)
            each = compare_attributes(real=p_labeled, synthetic=q_labeled, seed=seed)
        different = sum(difference.clear for _, difference in each.ranked())
    if p.embedded and q.embedded:
        metric, pair = get_metric("frechet"), EmbeddedPair(real=p.embedded, synthetic=q.embedded, seed=seed)
        if known and known.embeddings:
            frechet = known.embeddings.fidelity.metrics.get("frechet")
        elif not pair.lacking(metric.card.needs):
            frechet = metric.of(pair)
    names = p_set.description.name, q_set.description.name
    estimators = joint.estimators if joint else {}
    forth = {name: ways.p_q for name, ways in estimators.items()}
    back = {name: ways.q_p for name, ways in estimators.items()}
    return [
        MatrixCell(names[0], names[1], forth, different, frechet),
        MatrixCell(names[1], names[0], back, different, frechet),
    ]
