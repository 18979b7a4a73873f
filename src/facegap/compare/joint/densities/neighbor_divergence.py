"""KL both ways by nearest neighbors, with intervals."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.compare.joint.densities.common_radius import corrected
from facegap.compare.joint.densities.neighbor_density import K, neighbor_densities
from facegap.compare.joint.divergence import BothWays
from facegap.compare.joint.halves import both_ways, replicate
from facegap.compare.joint.sample import Sample
from facegap.estimates import count_people


@dataclass(frozen=True)
class NeighborDivergence(BothWays):
    """KL by nearest neighbors in the bias-corrected form; the width of intervals and the floor are the plain form's.

    Attributes:
        k: Which neighbor the densities follow from, 1 for the nearest.
        plain: KL(P‖Q) and KL(Q‖P) by the plain form, in nats.
    """

    k: int
    plain: tuple[float, float]


def neighbor_divergence(*, p: Sample, q: Sample, same: bool = False, k: int = K, seed: int = 0) -> NeighborDivergence:
    """Estimate KL both ways by nearest neighbors.

    Args:
        p: The data.
        q: The model, with points of the same dimensions.
        same: Whether both are one sample.
        k: Which neighbor the densities follow from, 1 for the nearest.
        seed: The seed of the half-samples.
    """
    densities = neighbor_densities(p=p, q=q, same=same, k=k)
    plain = densities.kl(p.everything, q.everything)[0]
    divergence = both_ways(
        corrected(densities),
        replicate(densities.kl, p_groups=p.grouped, q_groups=q.grouped, same=same, seed=seed),
        smaller=(_of_parts(p, q, 2, same=same, k=k), _of_parts(p, q, 4, same=same, k=k)),
        floor=densities.kl_within(),
        images=min(len(p.people), len(q.people)),
        people=min(count_people(p.people), count_people(q.people)),
    )
    return NeighborDivergence(
        divergence.p_q, divergence.q_p, divergence.asymmetry, divergence.floor, k, (float(plain[0]), float(plain[1]))
    )


def _of_parts(p: Sample, q: Sample, parts: int, *, same: bool, k: int) -> Float64Array:
    """The mean of the bias-corrected form over parts of the people of both sets, float64 (2,)."""
    if min(p.grouped, q.grouped) < parts:
        return np.full(2, np.nan)
    by_part = []
    for part in range(parts):
        p_part, q_part = (side.part(np.arange(side.grouped) % parts == part) for side in (p, q))
        by_part.append(corrected(neighbor_densities(p=p_part, q=p_part if same else q_part, same=same, k=k)))
    return np.asarray(np.mean(by_part, axis=0))
