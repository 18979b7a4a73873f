"""What it costs to take one set of faces for another, by four estimators of different nature."""

from dataclasses import replace

import numpy as np

from facegap.base.arrays import AnyArray, BoolArray, Float64Array
from facegap.base.errors import FaceSetError
from facegap.compare.joint.classifiers.classifier_divergence import classifier_divergence
from facegap.compare.joint.densities.kernel_divergence import kernel_divergence
from facegap.compare.joint.densities.neighbor_divergence import neighbor_divergence
from facegap.compare.joint.result import JointDivergence, Used
from facegap.compare.joint.sample import Sample
from facegap.compare.joint.space import dither, logit, principal
from facegap.compare.joint.trees.tree_divergence import tree_divergence
from facegap.compare.labels import LabeledSet, in_common
from facegap.engine import generator

MOST = 20_000
"""Images of a set that are compared (ours): twice as many take four times as long."""


def joint_divergence(*, p: LabeledSet, q: LabeledSet, seed: int = 0, most: int = MOST) -> JointDivergence:
    """Compare which combinations of labels two sets show, as a whole.

    Where both sets have scores, kernels, neighbors and the classifier see those, else the labels. Above ``most``
    images whole people are drawn at random until there are about as many.

    Args:
        p: The data, with labels and perhaps scores.
        q: The model, which must have some attribute in common with P.
        seed: The seed of all that is random.
        most: How many images of a set are compared at most, about.

    Returns:
        KL both ways by all estimators, in nats.

    Raises:
        FaceSetError: The sets have no attribute in common, or none of the images of a set has all scores.
    """
    names = in_common(p, q)
    of = "labels" if p.scores is None or q.scores is None else "scores"
    (p, p_used), (q, q_used) = (_draw(labeled.only(names), of, seed=seed, most=most) for labeled in (p, q))
    same = _same(p, q)
    seen = [_features(labeled, of) for labeled in (p, q)]
    p_sample, q_sample = (
        Sample.of(points, labeled.people, seed=seed) for points, labeled in zip(seen, (p, q), strict=True)
    )
    if of == "labels":
        # One and the same set must stay the same when it is spread.
        seen = [dither(labeled.labels, seed=seed, name="p" if same else name) for labeled, name in ((p, "p"), (q, "q"))]
    p_points, q_points, space = principal(seen[0], seen[1], of=of)
    placed = Sample.of(p_points, p.people, seed=seed), Sample.of(q_points, q.people, seed=seed)
    return JointDivergence(
        attributes=names,
        p=p_used,
        q=q_used,
        same=same,
        space=space,
        tree=tree_divergence(p=p.labels, p_people=p.people, q=q.labels, q_people=q.people, same=same, seed=seed),
        kernel=kernel_divergence(p=placed[0], q=placed[1], same=same, seed=seed),
        neighbors=neighbor_divergence(p=placed[0], q=placed[1], same=same, seed=seed),
        classifier=classifier_divergence(p=p_sample, q=q_sample, same=same, seed=seed),
    )


def _draw(labeled: LabeledSet, of: str, *, seed: int, most: int) -> tuple[LabeledSet, Used]:
    """The images that have all scores, where scores are compared, of as many people as there is room for."""
    kept: BoolArray = np.ones(len(labeled.people), dtype=bool)
    if of == "scores" and labeled.scores is not None:
        kept = np.asarray(np.isfinite(labeled.scores).all(axis=1))
        if not kept.any():
            msg = (
                f"no image has a score for each of the {len(labeled.attributes)} attributes in {labeled.layer!r}; "
                "compare attributes that are scored on all images, or a layer without scores"
            )
            raise FaceSetError(msg)
    left_out = int((~kept).sum())
    everyone, numbers, images = np.unique(labeled.people[kept], return_inverse=True, return_counts=True)
    drawn = int(images.sum()) > most
    if drawn:
        order = generator(seed, "joint", "people").permutation(len(everyone))
        before = np.cumsum(images[order]) - images[order]
        chosen = np.zeros(len(everyone), dtype=bool)
        chosen[order[before < most]] = True
        kept[kept] = chosen[numbers]
    kept_set = replace(
        labeled,
        labels=labeled.labels[kept],
        people=labeled.people[kept],
        rows=labeled.rows[kept],
        scores=None if labeled.scores is None else labeled.scores[kept],
    )
    return kept_set, Used(len(kept_set.people), len(np.unique(kept_set.people)), left_out, drawn)


def _features(labeled: LabeledSet, of: str) -> Float64Array:
    if of == "scores" and labeled.scores is not None:
        return logit(labeled.scores)
    return labeled.labels.astype(np.float64)


def _same(p: LabeledSet, q: LabeledSet) -> bool:
    """Whether two sets are one and the same."""
    pairs: list[tuple[AnyArray | None, AnyArray | None]] = [
        (p.labels, q.labels),
        (p.people, q.people),
        (p.scores, q.scores),
    ]
    return all(
        p_array is q_array if p_array is None or q_array is None else np.array_equal(p_array, q_array)
        for p_array, q_array in pairs
    )
