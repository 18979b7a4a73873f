"""Which attributes occur together, in a real and in a synthetic set."""

import math
from dataclasses import dataclass

import numpy as np
import scipy.stats

from facegap.base.arrays import BoolArray, Float64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.attribute_pairs.sample import PairSample
from facegap.compare.labels import LabeledSet, in_common
from facegap.estimates import CONFIDENCE, FALSE_DISCOVERY_RATE, Estimate, q_values

_LEAST_PEOPLE = 2


@dataclass(frozen=True)
class PairDifference:
    """Two attributes in both sets, among the images for which both are defined.

    Attributes:
        first: The name of one attribute.
        second: The name of the other.
        phi_real: φ, the correlation of the two in the real set, −1 to 1.
        phi_synthetic: The same correlation in the synthetic set.
        phi: The synthetic φ minus the real one, −2 to 2.
        phi_floor: The absolute difference to be expected between two halves of the real set's people.
        p_value: The probability of such a difference of φ, or a greater one, between sets that don't differ, 0 to 1.
        q_value: The share of false discoveries among the pairs with this p-value or a lower one (Benjamini and
            Hochberg, 1995).
        information_real: The mutual information in nats in the real set, less most of its bias; 0 where the two are
            independent.
        information_synthetic: The same in the synthetic set.
        information: The synthetic information minus the real one, in nats.
        information_floor: The absolute difference of the information to be expected between two halves of the real
            set's people.
    """

    first: str
    second: str
    phi_real: Estimate
    phi_synthetic: Estimate
    phi: Estimate
    phi_floor: float
    p_value: float
    q_value: float
    information_real: Estimate
    information_synthetic: Estimate
    information: Estimate
    information_floor: float

    @property
    def clear(self) -> bool:
        """Whether φ differs by more than chance allows, all pairs considered."""
        return self.q_value <= FALSE_DISCOVERY_RATE


@dataclass(frozen=True)
class PairComparison(ShortRepr):
    """All pairs of the attributes that two sets have in common.

    Attributes:
        attributes: The names of these attributes, in the real set's order.
        compared: The pairs that can be judged.
        left_out: How many pairs can't be judged: in one of the sets an attribute has one value only, where both are
            defined, or a single person shows the other value; or both sets lack the same combination of the two, as of
            age groups that exclude each other: then φ would only say how frequent these are.
    """

    attributes: tuple[str, ...]
    compared: tuple[PairDifference, ...]
    left_out: int

    def ranked(self) -> list[PairDifference]:
        """The pairs that clearly differ first, and of these and the others the one whose φ differs most."""
        return sorted(self.compared, key=lambda pair: (not pair.clear, -abs(pair.phi.value)))


def compare_pairs(*, real: LabeledSet, synthetic: LabeledSet, seed: int = 0) -> PairComparison:
    """Compare how each two attributes hang together in two sets.

    People are weighed anew a thousand times (Bayesian bootstrap) for the variances; intervals and p-values are by
    Student's t. Its degrees of freedom are the people who show the rarer label of either attribute, less one, of both
    sets together by Welch and Satterthwaite: what rests on three people has a wide interval.

    Args:
        real: P, the data, with its labels.
        synthetic: Q, the model, with its labels.
        seed: The seed of the weights and of the division of people.

    Raises:
        FaceSetError: The sets have no attribute in common.
    """
    common = in_common(real, synthetic)
    if len(common) < 2:
        return PairComparison(common, (), 0)
    real_sample, synthetic_sample = (PairSample.of(labeled, common, seed=seed) for labeled in (real, synthetic))
    judged = np.isfinite(real_sample.phi.value) & np.isfinite(synthetic_sample.phi.value)
    judged &= np.minimum(real_sample.people, synthetic_sample.people) >= _LEAST_PEOPLE
    judged &= ~np.any(real_sample.empty & synthetic_sample.empty, axis=1)
    names = np.array(common)[np.transpose(np.triu_indices(len(common), 1))[judged]]
    pairs = _differences(names.tolist(), real_sample, synthetic_sample, judged) if judged.any() else []
    return PairComparison(common, tuple(pairs), int((~judged).sum()))


def _differences(
    names: list[list[str]], real_sample: PairSample, synthetic_sample: PairSample, judged: BoolArray
) -> list[PairDifference]:
    freedom = np.array([sample.people[judged] - 1 for sample in (real_sample, synthetic_sample)])
    estimates: list[list[Estimate]] = []
    chances: list[Float64Array] = []
    for real_association, synthetic_association, least, most in (
        (real_sample.phi, synthetic_sample.phi, -1.0, 1.0),
        (real_sample.information, synthetic_sample.information, 0.0, math.log(2)),
    ):
        variances = np.array([real_association.variance[judged], synthetic_association.variance[judged]])
        difference, variance, pooled_freedom = (
            synthetic_association.value[judged] - real_association.value[judged],
            variances.sum(axis=0),
            _welch(variances, freedom),
        )
        estimates += [
            _estimates(real_association.value[judged], variances[0], freedom[0], least, most),
            _estimates(synthetic_association.value[judged], variances[1], freedom[1], least, most),
            _estimates(difference, variance, pooled_freedom, least - most, most - least),
        ]
        chances.append(np.asarray(2 * scipy.stats.t.sf(np.abs(difference) / np.sqrt(variance), pooled_freedom)))
    discoveries = q_values(chances[0])
    return [
        PairDifference(
            first=first,
            second=second,
            phi_real=estimates[0][index],
            phi_synthetic=estimates[1][index],
            phi=estimates[2][index],
            phi_floor=float(real_sample.phi.floor[judged][index]),
            p_value=float(chances[0][index]),
            q_value=float(discoveries[index]),
            information_real=estimates[3][index],
            information_synthetic=estimates[4][index],
            information=estimates[5][index],
            information_floor=float(real_sample.information.floor[judged][index]),
        )
        for index, (first, second) in enumerate(names)
    ]


def _welch(variances: Float64Array, freedom: Float64Array) -> Float64Array:
    """Degrees of freedom of differences (Satterthwaite, 1946; Welch, 1947), of two sets, each (2, pairs)."""
    return np.asarray(variances.sum(axis=0) ** 2 / np.sum(variances**2 / freedom, axis=0))


def _estimates(
    value: Float64Array, variance: Float64Array, freedom: Float64Array, least: float, most: float
) -> list[Estimate]:
    """With intervals, cut off at what is possible."""
    half = scipy.stats.t.ppf((1 + CONFIDENCE) / 2, freedom) * np.sqrt(variance)
    parts = [np.clip(part, least, most) for part in (value, value - half, value + half)]
    return [Estimate(*map(float, numbers)) for numbers in zip(*parts, strict=True)]
