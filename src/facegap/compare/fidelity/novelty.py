"""Whether synthetic faces are new, or copies of real ones."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array
from facegap.compare.fidelity.crossing import Crossing
from facegap.compare.fidelity.manifold_shares import mean_of_images, share_of_images
from facegap.compare.fidelity.measured import Measured
from facegap.estimates import Estimate
from facegap.matching import ScoreDistribution

CLOSEST = 8
"""Pairs that are kept to be looked at."""
_BINS = 2000


@dataclass(frozen=True)
class ClosePair:
    """A synthetic image and the real one that is nearest to it.

    Attributes:
        real: row of the real image in ``EmbeddedSet.embeddings``, that is, among the images that have an embedding.
        synthetic: row of the synthetic one, likewise.
        similarity: their cosine.
    """

    real: int
    synthetic: int
    similarity: float


@dataclass(frozen=True)
class Novelty:
    """How near synthetic images come to real ones.

    Attributes:
        authentic: the share of synthetic images that are further from their nearest real image than that is from its
            own nearest other, 0 to 1 (Alaa et al., "How faithful is your synthetic data?", 2022). Low where real images
            are copied. The interval is over synthetic people, given the real images. Where real people have several
            images, the nearest other is mostly of the same person: then only what is as like as those is a copy.
        nearest: mean similarity (cosine) of a synthetic image and its nearest real one, −1 to 1.
        nearest_real: the same of a real image and the nearest of another real person; None of one person only.
        similarities: of synthetic images and their nearest real ones.
        real_similarities: of real images and their nearest of another real person; empty of one person only.
        closest: the nearest pairs, the nearest first, with no synthetic and no real person twice.
    """

    authentic: Measured
    nearest: Measured
    nearest_real: Estimate | None
    similarities: ScoreDistribution
    real_similarities: ScoreDistribution
    closest: tuple[ClosePair, ...]


def describe_novelty(crossing: Crossing, *, floor: Crossing | None, seed: int) -> Novelty:
    """Compare each synthetic image with its nearest real one, of unit vectors.

    Args:
        crossing: of the sets.
        floor: of real people in place of the synthetic set; None where there are too few.
        seed: of the division of people into groups.
    """
    real, synthetic = crossing.real.people, crossing.synthetic.people
    similarity = _cosine(crossing.manifolds.distance)
    strangers = np.isfinite(crossing.around.stranger)
    real_similarity = _cosine(crossing.around.stranger[strangers])
    floors = (_authentic(floor).mean(), _cosine(floor.manifolds.distance).mean()) if floor else (np.nan, np.nan)
    return Novelty(
        authentic=Measured(share_of_images(_authentic(crossing), synthetic, seed=seed), float(floors[0])),
        nearest=Measured(mean_of_images(similarity, synthetic, seed=seed, bounds=(-1, 1)), float(floors[1])),
        nearest_real=mean_of_images(real_similarity, real, seed=seed, bounds=(-1, 1)) if strangers.all() else None,
        similarities=ScoreDistribution.of(similarity, bins=_BINS),
        real_similarities=ScoreDistribution.of(real_similarity, bins=_BINS),
        closest=tuple(_closest(crossing, similarity)),
    )


def _authentic(crossing: Crossing) -> BoolArray:
    """Which synthetic images are no near-copies, bool (synthetic images,)."""
    return crossing.manifolds.distance > crossing.around.nearest[crossing.manifolds.nearest]


def _cosine(squared: Float64Array) -> Float64Array:
    """Of unit vectors, from their squared distances."""
    return 1 - squared / 2


def _closest(crossing: Crossing, similarity: Float64Array) -> list[ClosePair]:
    pairs: list[ClosePair] = []
    shown: set[tuple[str, int]] = set()
    for row in np.argsort(-similarity, kind="stable"):
        other = int(crossing.manifolds.nearest[row])
        people = {("real", int(crossing.real.people[other])), ("synthetic", int(crossing.synthetic.people[row]))}
        if not people & shown:
            shown |= people
            pairs.append(ClosePair(other, int(row), float(similarity[row])))
        if len(pairs) == CLOSEST:
            break
    return pairs
