"""How each attribute differs between two sets, one by one, with how sure that is."""

from dataclasses import dataclass

import numpy as np
import scipy.stats

from facegap.base.arrays import BoolArray, Float64Array
from facegap.compare.attributes.positive_shares import PositiveShares
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
        by_scores: Whether the shares are estimated from calibrated scores; otherwise labels were counted.
        validated: Whether the annotator was validated for this attribute on the domains of both sets, or labels were
            given by people or the renderer. Otherwise the difference is what the annotator says, and no finding.
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
    by_scores: bool
    validated: bool
    unseen: bool

    @property
    def clear(self) -> bool:
        """Whether it is no chance, with one in twenty such findings false at most, and the annotator is validated."""
        return self.validated and self.q_value <= FALSE_DISCOVERY_RATE


def compare_shares(
    *, real: PositiveShares, synthetic: PositiveShares, tallies: tuple[Tally, Tally], validated: BoolArray
) -> list[AttributeDifference | None]:
    """Find the difference of each attribute; None where it can't be measured in one of the sets.

    Args:
        real: The shares of P, the data.
        synthetic: The shares of Q, the model, of the same attributes.
        tallies: The tallies of the labels of both, in that order.
        validated: bool (attributes,), whether the annotator is to be relied on in both sets; only such attributes count
            among the findings whose rate of false discoveries is held.
    """
    p, q = real.shares.interval(), synthetic.shares.interval()
    means_p, means_q = real.means, synthetic.means
    forth = divergence_between(kl_of_shares, kl_of_shares(means_p, means_q), p=p, q=q)
    back = divergence_between(lambda a, b: kl_of_shares(b, a), kl_of_shares(means_q, means_p), p=p, q=q)
    shannon = divergence_between(jensen_shannon_of_shares, jensen_shannon_of_shares(means_p, means_q), p=p, q=q)
    ratio = measure_between(ratio_of_shares, means_q / means_p, p=p, q=q)
    three_forth, three_back = _three(p=tallies[0], q=tallies[1]), _three(p=tallies[1], q=tallies[0])
    positive, p_value = subtract(p, q), p_values(real.shares, synthetic.shares)
    known = real.known & synthetic.known
    q_value = q_values(np.where(known & validated, p_value, np.nan))
    unseen = np.any([(side.shares.value == 0) | (side.shares.value == 1) for side in (real, synthetic)], axis=0)
    floor, kl_floor = _floors(real)
    three_floor = _three_floor(tallies[0])
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
            by_scores=bool(real.by_scores[index]),
            validated=bool(validated[index]),
            unseen=bool(unseen[index]),
        )
        if compared
        else None
        for index, compared in enumerate(known)
    ]


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


def _floors(shares: PositiveShares) -> tuple[Float64Array, Float64Array]:
    """Between halves of the people, each (attributes,): difference of shares, KL of two labels.

    NaN where there are too few people, or where a half has no image for which the attribute is defined.
    """
    first, second = shares.halves
    if not len(first):
        unknown = np.full(first.shape[1], np.nan)
        return unknown, unknown
    means = shares.half_means()
    return np.median(np.abs(first - second), axis=0), np.median(kl_of_shares(means[0], means[1]), axis=0)


def _three_floor(tally: Tally) -> Float64Array:
    """KL of the three labels between halves of the people, (attributes,); NaN where there are too few people."""
    first, second = (tally.sums(chosen).outcomes for chosen in (tally.halves, ~tally.halves))
    if not len(first):
        return np.full(first.shape[1], np.nan)
    return np.asarray(np.median(kl(p=jeffreys(first), q=jeffreys(second)), axis=0))
