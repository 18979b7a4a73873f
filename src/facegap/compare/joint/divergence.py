"""One estimator's KL divergence, one way and both ways."""

import math
from dataclasses import dataclass

from facegap.estimates import Estimate


@dataclass(frozen=True)
class Divergence:
    """KL one way by one estimator, in nats.

    Attributes:
        value: The estimate from all people, with its 95 % interval over people; NaN where it can't be told. It may be
            below zero, which no divergence is: then it is at least so far from the truth.
        half: The mean of what the estimator says of half of the people.
        quarter: The mean of what it says of a quarter of them.
        images: How many images the smaller set has.
        least_images: How many images of each set it takes until more of them would hardly change the value; None where
            that can't be told, or where the value changes with each doubling as much as with the one before.
        bound: Whether the value is a lower bound of the divergence rather than an estimate of it.
    """

    value: Estimate
    half: float
    quarter: float
    images: int
    least_images: int | None
    bound: bool = False

    @property
    def believable(self) -> bool:
        """Whether there are as many images as it takes, and the interval isn't below zero."""
        return self.least_images is not None and self.least_images <= self.images and self.value.high >= 0

    @property
    def bits(self) -> Estimate:
        """The value in bits."""
        return Estimate(*(part / math.log(2) for part in (self.value.value, self.value.low, self.value.high)))


@dataclass(frozen=True)
class BothWays:
    """KL both ways by one estimator; P is the data, Q the model.

    Attributes:
        p_q: KL(P‖Q), large where Q lacks what P has.
        q_p: KL(Q‖P), large where Q has what P lacks.
        asymmetry: KL(P‖Q) − KL(Q‖P), in nats.
        floor: KL between two halves of P's people, in nats, the median of the absolute values of some divisions; NaN
            where there are fewer than four people.
    """

    p_q: Divergence
    q_p: Divergence
    asymmetry: Estimate
    floor: float
