"""KL both ways by kernel density, with intervals."""

from dataclasses import dataclass

from facegap.compare.joint.densities.kernel_density import kernel_densities
from facegap.compare.joint.divergence import BothWays
from facegap.compare.joint.halves import both_ways, replicate
from facegap.compare.joint.sample import Sample
from facegap.estimates import count_people


@dataclass(frozen=True)
class KernelDivergence(BothWays):
    """KL by kernel density: the mean log ratio of the two densities over the images of the first.

    Attributes:
        p_bandwidth: The standard deviation of the kernels on P, in the unit of the points.
        q_bandwidth: The standard deviation of the kernels on Q.
    """

    p_bandwidth: float
    q_bandwidth: float


def kernel_divergence(*, p: Sample, q: Sample, same: bool = False, seed: int = 0) -> KernelDivergence:
    """Estimate KL both ways by kernel density; half-samples keep the bandwidths of the whole.

    Args:
        p: The data.
        q: The model, with points of the same dimensions.
        same: Whether both are one sample.
        seed: The seed of the half-samples, and of the images at which bandwidths are judged.
    """
    densities = kernel_densities(p=p, q=q, same=same, seed=seed)
    divergence = both_ways(
        densities.kl(p.everything, q.everything)[0],
        replicate(densities.kl, p_groups=p.grouped, q_groups=q.grouped, same=same, seed=seed),
        floor=densities.kl_within(),
        images=min(len(p.people), len(q.people)),
        people=min(count_people(p.people), count_people(q.people)),
    )
    bandwidths = densities.p_at_p.bandwidth, densities.q_at_q.bandwidth
    return KernelDivergence(divergence.p_q, divergence.q_p, divergence.asymmetry, divergence.floor, *bandwidths)
