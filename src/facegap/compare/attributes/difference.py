"""How each attribute differs between two sets, one by one, with how sure that is."""

from dataclasses import dataclass

import numpy as np
import scipy.stats

from facegap.base.arrays import Float64Array
from facegap.compare.attributes.tally import Tally
from facegap.estimates import (
    CONFIDENCE,
    FALSE_DISCOVERY_RATE,
    Estimate,
    Estimates,
    bootstrap_variance,
    divergence_between,
    jeffreys,
    jensen_shannon_of_shares,
    kl,
    kl_of_shares,
    measure_between,
    p_values,
    q_values,
    ratio_of_shares,
    subtract,
)

_LABELS = 3


@dataclass(frozen=True)
class AttributeDifference:
    """How an attribute differs between the sets, among the images for which it is defined; divergences are in nats.

    Attributes:
        positive: The share of the positive in the synthetic set minus that in the real one, −1 to 1.
        positive_floor: The absolute difference to be expected between two halves of the real set's people.
        ratio: The synthetic share over the real share, by posterior means as below.
        kl_real_synthetic: KL(real‖synthetic) of positive and negative, by their posterior means under Jeffreys' prior;
            large where the synthetic set lacks what real images show. The interval is what the intervals of both
            shares allow together, up to infinity where the synthetic share may be 0 or 1.
        kl_synthetic_real: KL(synthetic‖real) of the same; large where the real set lacks what synthetic images show.
        kl_floor: KL to be expected between two halves of the real set's people.
        jensen_shannon: The Jensen–Shannon divergence of the same, 0 to ln 2.
        three_real_synthetic: KL(real‖synthetic) of positive, negative and undefined, over all labeled images.
        three_synthetic_real: KL(synthetic‖real) of the same three.
        three_floor: KL of the three between two halves of the real set's people.
        p_value: The probability of shares at least as far apart if they were equal in truth, 0 to 1.
        q_value: The share of false findings if all attributes with at most this p-value were called different
            (Benjamini and Hochberg, 1995), 0 to 1.
        unseen: Whether a set has no positive or no negative image: then KL and the ratio rest on the prior, and depend
            on how many images were looked at.
    """

    positive: Estimate
    positive_floor: float
    ratio: Estimate
    kl_real_synthetic: Estimate
    kl_synthetic_real: Estimate
    kl_floor: float
    jensen_shannon: Estimate
    three_real_synthetic: Estimate
    three_synthetic_real: Estimate
    three_floor: float
    p_value: float
    q_value: float
    unseen: bool

    @property
    def clear(self) -> bool:
        """Whether it is no chance, with one in twenty such findings false at most."""
        return self.q_value <= FALSE_DISCOVERY_RATE


def compare_tallies(*, real: Tally, synthetic: Tally) -> list[AttributeDifference | None]:
    """Find the difference of each attribute; None where a set has no image for which it is defined.

    Args:
        real: The tally of P, the data.
        synthetic: The tally of Q, the model, with the same attributes.
    """
    real_shares, synthetic_shares = real.positive_of_defined, synthetic.positive_of_defined
    p, q = real_shares.interval(), synthetic_shares.interval()
    means_p, means_q = _means(real), _means(synthetic)
    forth = divergence_between(kl_of_shares, kl_of_shares(means_p, means_q), p=p, q=q)
    back = divergence_between(lambda a, b: kl_of_shares(b, a), kl_of_shares(means_q, means_p), p=p, q=q)
    shannon = divergence_between(jensen_shannon_of_shares, jensen_shannon_of_shares(means_p, means_q), p=p, q=q)
    ratio = measure_between(ratio_of_shares, means_q / means_p, p=p, q=q)
    three_forth, three_back = _three(p=real, q=synthetic), _three(p=synthetic, q=real)
    positive, p_value = subtract(p, q), p_values(real_shares, synthetic_shares)
    known = (real.everyone.defined[0] > 0) & (synthetic.everyone.defined[0] > 0)
    q_value = q_values(np.where(known, p_value, np.nan))
    unseen = np.any([tally.everyone.outcomes[0, :, ::2] == 0 for tally in (real, synthetic)], axis=(0, 2))
    floor, kl_floor, three_floor = _floors(real)
    return [
        AttributeDifference(
            positive=positive.at(index),
            positive_floor=float(floor[index]),
            ratio=ratio.at(index),
            kl_real_synthetic=forth.at(index),
            kl_synthetic_real=back.at(index),
            kl_floor=float(kl_floor[index]),
            jensen_shannon=shannon.at(index),
            three_real_synthetic=three_forth.at(index),
            three_synthetic_real=three_back.at(index),
            three_floor=float(three_floor[index]),
            p_value=float(p_value[index]),
            q_value=float(q_value[index]),
            unseen=bool(unseen[index]),
        )
        if compared
        else None
        for index, compared in enumerate(known)
    ]


def _means(tally: Tally) -> Float64Array:
    """Posterior means of the shares of the positive among what is defined, (attributes,)."""
    return jeffreys(tally.everyone.outcomes[0, :, ::2])[:, 1]


def _three(*, p: Tally, q: Tally) -> Estimates:
    """KL(P‖Q) of all three labels.

    The root of a divergence is about as a distance, and has about the same deviation wherever it is, but where it is
    nearly zero it is the length of a vector of two. So the interval is the root's, as wide as holds such a vector
    (ours): it is wider than it need be elsewhere.
    """
    p_shares, q_shares = jeffreys(p.everyone.outcomes[0]), jeffreys(q.everyone.outcomes[0])
    value = np.sqrt(kl(p=p_shares, q=q_shares))
    # The sets are independent, so that each is weighed anew beside the other as it is.
    variance = bootstrap_variance(np.sqrt(kl(p=jeffreys(p.replicates.outcomes), q=q_shares)), units=p.units)
    variance = variance + bootstrap_variance(np.sqrt(kl(p=p_shares, q=jeffreys(q.replicates.outcomes))), units=q.units)
    tail = (1 - CONFIDENCE) / 2
    few = scipy.stats.t.isf(tail, max(min(p.units, q.units) - 1, 1)) / scipy.stats.norm.isf(tail)
    radius = few * np.sqrt(scipy.stats.chi2.ppf(CONFIDENCE, _LABELS - 1) * variance)
    return Estimates(value**2, np.maximum(value - radius, 0) ** 2, (value + radius) ** 2)


def _floors(tally: Tally) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Between halves of the people, each (attributes,): difference of shares, KL of two labels, KL of three.

    NaN where there are too few people, or where a half has no image for which the attribute is defined.
    """
    first, second = (tally.sums(chosen).outcomes for chosen in (tally.halves, ~tally.halves))
    if not len(first):
        unknown = np.full(first.shape[1], np.nan)
        return unknown, unknown, unknown
    with np.errstate(invalid="ignore"):
        shares = [half[..., 2] / (half[..., 0] + half[..., 2]) for half in (first, second)]
    two = kl(p=jeffreys(first[..., ::2]), q=jeffreys(second[..., ::2]))
    three = kl(p=jeffreys(first), q=jeffreys(second))
    return np.median(np.abs(shares[0] - shares[1]), axis=0), np.median(two, axis=0), np.median(three, axis=0)
