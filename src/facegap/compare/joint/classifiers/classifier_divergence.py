"""The joint KL divergence from below: by how well a classifier tells the sets apart."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array
from facegap.compare.joint.classifiers.domain_classifier import log_ratios
from facegap.compare.joint.convergence import least_images
from facegap.compare.joint.divergence import BothWays, Divergence
from facegap.compare.joint.sample import Sample
from facegap.estimates import Estimate, LeftOutInTurn, count_people, estimate_statistics, wins

_SPLITS = 2
"""Halves of P's people that are told apart for the floor: classifiers take long (ours)."""


@dataclass(frozen=True)
class ClassifierDivergence(BothWays):
    """Lower bounds of KL from a classifier's log density ratio, not below zero; intervals take it as given.

    Attributes:
        auc: The area under the classifier's ROC curve, 0 to 1: the probability that, of one image of either set, the
            image of P is taken for that of P; 0.5 where it can't tell them apart.
        accuracy: How often it names the set of one image rightly where both sets are as frequent, 0 to 1.
    """

    auc: Estimate
    accuracy: Estimate


def classifier_divergence(*, p: Sample, q: Sample, same: bool = False, seed: int = 0) -> ClassifierDivergence:
    """Bound KL both ways by a classifier's ratio of densities for people that it hasn't seen.

    Args:
        p: The data, with labels or scores as points, without any projection.
        q: The model, with points of the same dimensions.
        same: Whether both are one set; then a person is held out of both at once.
        seed: The seed of the folds that people are dealt into.
    """
    judged = _Judged(p, q, same=same, seed=seed)
    images = min(len(p.people), len(q.people))
    floor = _floor(p, seed) if p.grouped > 1 else float("nan")
    half, quarter = (_of_part(p, q, parts, same=same, seed=seed) for parts in (2, 4))
    bounds = ((0.0, np.inf),) * 2 + ((-np.inf, np.inf),) + ((0.0, 1.0),) * 2
    samples = [LeftOutInTurn(side.everything[0], list(side.left_out)) for side in (p, q)]
    p_q, q_p, asymmetry, auc, accuracy = estimate_statistics(judged.statistics, *samples, bounds=bounds)

    def one_way(estimate: Estimate, at: int) -> Divergence:
        smaller = float(half[at]), float(quarter[at])
        enough = least_images(
            value=estimate.value,
            half=smaller[0],
            quarter=smaller[1],
            margin=estimate.high - estimate.value,
            images=images,
        )
        return Divergence.judged(
            estimate,
            half=smaller[0],
            quarter=smaller[1],
            images=images,
            people=judged.people,
            least_images=enough,
            floor=floor,
            bound=True,
        )

    return ClassifierDivergence(one_way(p_q, 0), one_way(q_p, 1), asymmetry, floor, auc, accuracy)


class _Judged:
    """What follows from the log ratios T, summed by group of people.

    KL(P‖Q) ≥ E_P[T] − ln E_Q[exp T], whatever T is (Donsker and Varadhan, 1983). From n images no more than about ln n
    can be shown in this way (McAllester and Stratos, "Formal limitations on the measurement of mutual information",
    2020). So that a few images don't show more, T is kept within ± ½ ln n, and the mean of exp T is taken with one
    more person at that limit (ours); n is the number of people.
    """

    def __init__(self, p: Sample, q: Sample, *, same: bool, seed: int) -> None:
        self.people = min(count_people(side.people) for side in (p, q))
        self.limit = np.log(max(self.people, 1)) / 2
        counts = p.grouped, q.grouped
        of_p, of_q = log_ratios(p=p, q=q, same=same, seed=seed)
        self.wins = wins(of_p, of_q, p_groups=p.groups, q_groups=q.groups, counts=counts)
        self.p = self._sums(of_p, p, sign=1)
        self.q = self._sums(of_q, q, sign=-1)

    def _sums(self, ratios: Float64Array, side: Sample, *, sign: int) -> Float64Array:
        """By group: images, the log ratio in favor of their set, its exponential against, and right answers."""
        kept = np.clip(sign * ratios, -self.limit, self.limit)
        right = (np.sign(sign * ratios) + 1) / 2
        columns = (np.ones_like(kept), kept, np.exp(-kept), right)
        return np.stack([np.bincount(side.groups, column, minlength=side.grouped) for column in columns], axis=1)

    def statistics(self, p: BoolArray, q: BoolArray) -> Float64Array:
        """KL(P‖Q), KL(Q‖P), their difference, the AUC and the accuracy of some groups, float64 (5,)."""
        (p_images, *p_sums), (q_images, *q_sums) = self.p[p].sum(axis=0), self.q[q].sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            (p_for, p_against, p_right), (q_for, q_against, q_right) = (
                np.array(p_sums) / p_images,
                np.array(q_sums) / q_images,
            )
            area = self.wins[np.ix_(p, q)].sum() / (p_images * q_images)
        p_q, q_p = p_for - self._log_mean(q_against), q_for - self._log_mean(p_against)
        # That no divergence is below zero is known without any classifier.
        return np.array([max(p_q, 0), max(q_p, 0), p_q - q_p, area, (p_right + q_right) / 2])

    def _log_mean(self, mean: float) -> float:
        return float(np.log((mean * self.people + np.exp(self.limit)) / (self.people + 1)))


def _of_part(p: Sample, q: Sample, parts: int, *, same: bool, seed: int) -> Float64Array:
    """The bounds with classifiers that know a part of the groups of people only, float64 (2,)."""
    if min(p.grouped, q.grouped) < parts:
        return np.full(2, np.nan)
    p_part = _part(p, parts)
    q_part = p_part if same else _part(q, parts)
    return _Judged(p_part, q_part, same=same, seed=seed).statistics(p.everything[0], q.everything[0])[:2]


def _part(sample: Sample, parts: int) -> Sample:
    """The groups are of people at random, so that the first are as good as any."""
    return sample.part(np.arange(sample.grouped) < max(sample.grouped // parts, 1))


def _floor(p: Sample, seed: int) -> float:
    """The bounds between two halves of P's people, the median of some divisions and both ways."""
    bounds = [
        _Judged(p.part(half), p.part(~half), same=False, seed=seed).statistics(p.everything[0], p.everything[0])[:2]
        for half in p.splits[:_SPLITS]
    ]
    return float(np.median(bounds))
