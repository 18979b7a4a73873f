"""Whether a difference of shares is certain, of images that go together by person."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.optimize
import scipy.stats

from facegap.base.arrays import BoolArray, Float64Array, Int64Array
from facegap.estimates import kl_of_shares


@dataclass(frozen=True)
class PeopleSums:
    """Sums over people of their images, each float64 (combinations,).

    Attributes:
        people: The numbers of people with images for which a combination is defined.
        images: Σ n of the n such images of each person.
        showing: Σ x of the x images of each person that show the combination.
        images_squared: Σ n² over these people.
        showing_squared: Σ x² over these people.
        product: Σ n·x over these people.
    """

    people: Float64Array
    images: Float64Array
    showing: Float64Array
    images_squared: Float64Array
    showing_squared: Float64Array
    product: Float64Array

    @classmethod
    def of(cls, showing: BoolArray, defined: BoolArray, people: Int64Array) -> Self:
        """Of one combination: which images show it, and for which it is defined, each bool (images,)."""
        n, x = (np.bincount(people, mask) for mask in (defined, showing))
        return cls(*(np.array([np.sum(values)], dtype=np.float64) for values in (n > 0, n, x, n * n, x * x, n * x)))

    @property
    def share(self) -> Float64Array:
        """The share of the images that show a combination among those for which it is defined, 0 to 1."""
        return self._on_images(self.showing)

    @property
    def least_trials(self) -> Float64Array:
        """How many independent images there are at least: one a person, fewer where some have many more than others."""
        return np.divide(self.images**2, self.images_squared, out=np.zeros_like(self.images), where=self.images > 0)

    @property
    def size(self) -> Float64Array:
        """How many images the person of an image has on average."""
        return self._on_images(self.images_squared)

    def _on_images(self, value: Float64Array) -> Float64Array:
        """0 where there is none."""
        return np.divide(value, self.images, out=np.zeros_like(self.images), where=self.images > 0)

    def trials(self) -> Float64Array:
        """How many independent images leave the same doubt of the share, without bounds; infinite without doubt."""
        share = self.share
        squares = self.showing_squared - 2 * share * self.product + share**2 * self.images_squared
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = np.maximum(squares, 0) / self.images**2 * self.people / (self.people - 1)
            return np.asarray(np.where(variance > 0, share * (1 - share) / variance, np.inf))

    def freedom(self) -> Float64Array:
        """On how many people the variance of the share rests, less one: those who show a combination, or who don't."""
        lacking = self.images - self.showing
        lacking_squared = self.images_squared - 2 * self.product + self.showing_squared
        with np.errstate(divide="ignore", invalid="ignore"):
            both = (self.showing**2 / self.showing_squared, lacking**2 / lacking_squared)
        return np.asarray(np.nan_to_num(np.minimum(*both)) - 1)


def gains(shown_by: PeopleSums, lacking_in: PeopleSums, *, chance: float) -> Float64Array:
    """How many nats better two shares are explained by being two than by being one, of independent images.

    Images of a person are worth fewer independent ones. In the set that shows the combinations, their number is
    Korn and Graubard's ("Confidence intervals for proportions with small expected number of positive counts", 1998):
    what leaves the same doubt, less for the doubt about the doubt where it rests on few people. The set that lacks them
    shows hardly any, and so tells little of how they go together: it is taken to be as in the first, or more if it is
    so (ours). In both, a person is worth one image at least, and an image no more than one.

    Args:
        shown_by: The sums over people of the set that shows the combinations.
        lacking_in: The sums over people of the set that hardly shows them, for the same combinations.
        chance: The probability of being wrong that is accepted, above 0 and below 1; it says how much the doubt about
            the doubt matters.

    Returns:
        The gains in nats, float64 (combinations,); 0 where a set has no images. Which share is the higher, the caller
        has to see.
    """
    freedom = shown_by.freedom()
    with np.errstate(divide="ignore", invalid="ignore"):
        doubt = scipy.stats.norm.isf(chance) / scipy.stats.t.isf(chance, np.maximum(freedom, 1e-3))
        own = shown_by.trials() * np.where(freedom > 0, doubt**2, 0)
        own = np.nan_to_num(own, nan=0.0, posinf=0.0)  # where nothing varies, nothing is known of how it would
        trials = np.clip(own, shown_by.least_trials, shown_by.images)
        alike = np.where(shown_by.size > 1, np.clip((shown_by.images / trials - 1) / (shown_by.size - 1), 0, 1), 1)
        alike_trials = lacking_in.images / (1 + (lacking_in.size - 1) * alike)
        lacking_trials = np.clip(
            np.minimum(lacking_in.trials(), alike_trials), lacking_in.least_trials, lacking_in.images
        )
    return gain(shown_by.share, trials, lacking_in.share, lacking_trials)


def gain(
    share: Float64Array, trials: Float64Array, other_share: Float64Array, other_trials: Float64Array
) -> Float64Array:
    """As ``gains``, for shares of ``trials`` and ``other_trials`` independent images; 0 where either has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        common = (trials * share + other_trials * other_share) / (trials + other_trials)
        return np.where(
            (trials > 0) & (other_trials > 0),
            trials * kl_of_shares(share, common) + other_trials * kl_of_shares(other_share, common),
            0,
        )


def least_gain(chance: float) -> float:
    """The gain that samples of one share have with this chance at most.

    A share strays from the truth by KL nats an image with a chance of exp(−n · KL) at most on either side (Hoeffding,
    "Probability inequalities for sums of bounded random variables", 1963), so that the sum of both samples' nats, of
    which the gain is the least, reaches g with a chance of (1 + g) · exp(−g) at most: as the sum of two exponential
    variables (ours). It holds for independent images, and for people with as many images each, however alike these are.

    Args:
        chance: The probability that is accepted, above 0 and below 1.
    """
    return float(scipy.optimize.brentq(lambda gain: np.log1p(gain) - gain - np.log(chance), 0, 1000))
