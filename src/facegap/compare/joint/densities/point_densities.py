"""The KL divergence from log densities at the images of both samples, for any choice of groups of people."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array
from facegap.compare.joint.sample import Sample


class LogDensity(Protocol):
    """The density of one sample at the images of one sample, known by group of people: of the same or of the other."""

    def of(self, chosen: BoolArray) -> Float64Array:
        """The log density of some groups of people, at each image.

        Where the image's own person is among them, it is left out.

        Args:
            chosen: bool (choices, groups).

        Returns:
            float64 (images, choices), up to a constant that all densities share; NaN where too little is chosen.
        """


Density = TypeVar("Density", bound=LogDensity)


@dataclass(frozen=True)
class Densities(Generic[Density]):
    """The densities of both samples at the images of both.

    Attributes:
        p: The data.
        q: The model.
        p_at_p: The density of P at the images of P.
        q_at_p: The density of Q at the images of P.
        q_at_q: The density of Q at the images of Q.
        p_at_q: The density of P at the images of Q.
    """

    p: Sample
    q: Sample
    p_at_p: Density
    q_at_p: Density
    q_at_q: Density
    p_at_q: Density

    def kl(self, p: BoolArray, q: BoolArray) -> Float64Array:
        """KL both ways of some groups of people: the mean log ratio of the densities over the images of the first.

        Args:
            p: bool (choices, groups of P), the groups of P's people that are taken.
            q: bool (choices, groups of Q), the groups of Q's people that are taken.

        Returns:
            KL(P‖Q) and KL(Q‖P) in nats, float64 (choices, 2).
        """
        ways = (
            _mean(self.p, p, self.p_at_p.of(p) - self.q_at_p.of(q)),
            _mean(self.q, q, self.q_at_q.of(q) - self.p_at_q.of(p)),
        )
        return np.stack(ways, axis=-1)

    def kl_within(self) -> Float64Array:
        """KL between two halves of P's people, float64 (splits,)."""
        halves = self.p.splits
        return _mean(self.p, halves, self.p_at_p.of(halves) - self.p_at_p.of(~halves))


def _mean(sample: Sample, chosen: BoolArray, values: Float64Array) -> Float64Array:
    """The mean over the images of each choice, (choices,); NaN where one of them has no value, or there is none."""
    counts = chosen[:, sample.groups].T
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(counts, values, 0).sum(axis=0) / counts.sum(axis=0))
