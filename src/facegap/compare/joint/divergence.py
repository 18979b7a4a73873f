"""One estimator's KL divergence, one way and both ways."""

import math
from dataclasses import dataclass

from facegap.estimates import Doubt, Estimate, doubt_about, most_shown, people_to_show


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
        doubt: Why the value isn't to be believed, as of ``doubt_about``; None where it is.
        images_needed: How many images of each set it would take until the value is to be believed, if it stays what it
            is; None where it is already, or where that can't be told.
        bound: Whether the value is a lower bound of the divergence rather than an estimate of it.
    """

    value: Estimate
    half: float
    quarter: float
    images: int
    least_images: int | None
    doubt: Doubt | None
    images_needed: int | None
    bound: bool = False

    @classmethod
    def judged(
        cls,
        value: Estimate,
        *,
        half: float,
        quarter: float,
        images: int,
        people: float,
        least_images: int | None,
        floor: float,
        bound: bool = False,
    ) -> "Divergence":
        """Make a divergence, and say whether it is to be believed.

        Args:
            value: The estimate with its interval.
            half: The mean of the estimates from half of the people.
            quarter: The mean of those from a quarter of them.
            images: How many images the smaller set has.
            people: How many people the smaller set has.
            least_images: The number of images, as of ``least_images`` in ``convergence``.
            floor: The divergence between two halves of the data's people; NaN where that isn't known.
            bound: Whether the value is a lower bound.
        """
        converged = least_images is not None and least_images <= images
        doubt = doubt_about(value, floor=floor, ceiling=most_shown(people), converged=converged)
        needed = None
        if doubt and least_images is not None and value.bounded and value.value > max(floor, 0):
            # The interval gets narrower with the square root of the number of people.
            narrower = max((value.value - value.low) / (value.value - floor), 1) ** 2
            more = max(narrower, people_to_show(value.value) / people)
            needed = max(least_images, math.ceil(images * more))
        return cls(value, half, quarter, images, least_images, doubt, needed, bound)

    @property
    def believable(self) -> bool:
        """Whether nothing speaks against the value: whether ``doubt`` is None."""
        return self.doubt is None

    @property
    def settled(self) -> bool:
        """Whether more images would hardly change it: it is to be believed, or within noise."""
        return self.doubt in (None, "within noise")

    @property
    def growing(self) -> bool:
        """Whether the truth may be larger, but hardly smaller: it is saturated, or has grown with each doubling."""
        steps = (self.value.value - self.half, self.half - self.quarter)
        grown = steps[0] > 0 and not steps[1] < 0  # a quarter isn't known of all estimators
        return self.doubt == "saturated" or (self.doubt == "not converged" and grown)


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
