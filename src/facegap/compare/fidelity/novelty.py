"""How near synthetic images come to real ones: distributions, and the closest pairs to be looked at."""

from dataclasses import dataclass

import numpy as np

from facegap.compare.fidelity.cross_neighborhoods import CrossNeighborhoods, neighborhoods_of
from facegap.compare.fidelity.embedded_pair import EmbeddedPair
from facegap.estimates import Estimate, mean_over_people
from facegap.matching import ScoreDistribution

CLOSEST = 8
"""Pairs that are kept to be looked at."""
_BINS = 2000


@dataclass(frozen=True)
class ClosePair:
    """A synthetic image and the real one that is nearest to it.

    Attributes:
        real: The row of the real image in ``EmbeddedSet.embeddings``, that is, among the images that have an embedding.
        synthetic: The row of the synthetic image in the embeddings of its set.
        similarity: The cosine of the two, −1 to 1.
    """

    real: int
    synthetic: int
    similarity: float


@dataclass(frozen=True)
class Novelty:
    """How near synthetic images come to real ones, beside how near real ones come to those of other real people.

    Attributes:
        nearest_real: The mean similarity (cosine) of a real image and the nearest of another real person, −1 to 1; None
            of one person only.
        similarities: The similarities of synthetic images and their nearest real ones.
        real_similarities: Those of real images and their nearest of another real person; empty of one person only.
        closest: The nearest pairs, the nearest first, with no synthetic and no real person twice.
    """

    nearest_real: Estimate | None
    similarities: ScoreDistribution
    real_similarities: ScoreDistribution
    closest: tuple[ClosePair, ...]


def describe_novelty(pair: EmbeddedPair) -> Novelty:
    """Compare each synthetic image with its nearest real one, of unit vectors.

    Args:
        pair: The sets, of two images each at least.
    """
    neighborhoods = pair.shared(neighborhoods_of)
    strangers = np.isfinite(neighborhoods.around.stranger)
    real_similarity = 1 - neighborhoods.around.stranger[strangers] / 2
    mean = mean_over_people(real_similarity, pair.groups[0], bounds=(-1, 1)) if strangers.all() else None
    return Novelty(
        nearest_real=mean,
        similarities=ScoreDistribution.of(neighborhoods.similarity, bins=_BINS),
        real_similarities=ScoreDistribution.of(real_similarity, bins=_BINS),
        closest=tuple(_closest(pair, neighborhoods)),
    )


def _closest(pair: EmbeddedPair, neighborhoods: CrossNeighborhoods) -> list[ClosePair]:
    pairs: list[ClosePair] = []
    shown: set[tuple[str, int]] = set()
    similarity = neighborhoods.similarity
    for synthetic in np.argsort(-similarity, kind="stable"):
        real = int(neighborhoods.nearest[synthetic])
        people = {("real", int(pair.real.people[real])), ("synthetic", int(pair.synthetic.people[synthetic]))}
        if not people & shown:
            shown |= people
            pairs.append(ClosePair(real, int(synthetic), float(similarity[synthetic])))
        if len(pairs) == CLOSEST:
            break
    return pairs
