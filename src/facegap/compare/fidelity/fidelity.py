"""How like the real images the synthetic ones are, as a whole and one by one, on any embedding."""

from dataclasses import dataclass

import numpy as np

from facegap.compare.fidelity.crossing import Crossing
from facegap.compare.fidelity.frechet import measure_frechet
from facegap.compare.fidelity.kid import measure_kernel_distance
from facegap.compare.fidelity.manifold_shares import ManifoldShares, measure_shares
from facegap.compare.fidelity.manifolds import NEIGHBORS, check_neighbors
from facegap.compare.fidelity.measured import Measured
from facegap.compare.fidelity.novelty import Novelty, describe_novelty
from facegap.matching import EmbeddedSet
from facegap.matching.embeddings.unit_length import check_unit_length


@dataclass(frozen=True)
class Fidelity:
    """How like the real images the synthetic ones are.

    Attributes:
        real_images: with an embedding.
        synthetic_images: likewise.
        frechet: the Fréchet distance, 0 of like sets to about 4; None where a set has one image only.
        kernel_distance: MMD², 0 on average of two samples of one world; None where a set has one person only.
        manifolds: precision, recall, density and coverage; None where a set has fewer images than neighbors and two.
        novelty: how near synthetic images come to real ones; None likewise.
        missing: why what is None could not be had, a sentence each.
    """

    real_images: int
    synthetic_images: int
    frechet: Measured | None
    kernel_distance: Measured | None
    manifolds: ManifoldShares | None
    novelty: Novelty | None
    missing: tuple[str, ...]


def measure_fidelity(
    *, real: EmbeddedSet, synthetic: EmbeddedSet, neighbors: int = NEIGHBORS, seed: int = 0
) -> Fidelity:
    """Compare a real and a synthetic set by all pairs of their images and by their moments.

    Args:
        real: P, the data.
        synthetic: Q, the model, in the embeddings of the same network.
        neighbors: k of precision, recall, density and coverage.
        seed: of the division of people into groups.

    Raises:
        ValueError: embeddings of other dimensions, not of unit length or not finite, or ``neighbors`` below 1.
    """
    check_neighbors(neighbors)
    sets = {"real": real, "synthetic": synthetic}
    for embedded in sets.values():
        check_unit_length(embedded.embeddings)
    images = min(len(embedded.embeddings) for embedded in sets.values())
    people = min(len(np.unique(embedded.people)) for embedded in sets.values())
    missing = []
    if images < 2:
        missing.append("The Fréchet distance needs two images in each set.")
    if people < 2:
        missing.append("The kernel distance needs two people in each set.")
    if images < neighbors + 2:
        missing.append(f"Precision, recall, density, coverage and novelty need {neighbors + 2} images in each set.")
    shares, novelty = _neighbors(real, synthetic, neighbors, seed) if images >= neighbors + 2 else (None, None)
    return Fidelity(
        real_images=len(real.embeddings),
        synthetic_images=len(synthetic.embeddings),
        frechet=measure_frechet(real=real, synthetic=synthetic, seed=seed) if images >= 2 else None,
        kernel_distance=measure_kernel_distance(real=real, synthetic=synthetic, seed=seed) if people >= 2 else None,
        manifolds=shares,
        novelty=novelty,
        missing=tuple(missing),
    )


def _neighbors(real: EmbeddedSet, synthetic: EmbeddedSet, neighbors: int, seed: int) -> tuple[ManifoldShares, Novelty]:
    crossing = Crossing.of(real=real, synthetic=synthetic, neighbors=neighbors)
    floor = Crossing.of_stand_ins(real, images=len(synthetic.embeddings), neighbors=neighbors, seed=seed)
    return measure_shares(crossing, floor=floor, seed=seed), describe_novelty(crossing, floor=floor, seed=seed)
