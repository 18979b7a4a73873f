"""The joint KL divergence of labels by trees: the whole vocabulary at once, as far as pairs of attributes go."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.compare.joint.convergence import allowed, images_until
from facegap.compare.joint.divergence import BothWays, Divergence
from facegap.compare.joint.halves import median_size, replicate
from facegap.compare.joint.sample import Chosen, Floats, Numbers
from facegap.compare.joint.tree_model import TreeModel, kl_trees
from facegap.compare.pair_counts import count_pairs, pair_tables
from facegap.estimates import group_people

Edges = tuple[tuple[int, int], ...]

_SPLITS = 10
"""Halves of P's people for the floor, each of which takes six trees (ours)."""


@dataclass(frozen=True)
class TreeDivergence(BothWays):
    """KL by trees of dependence of the labels of both sets (Chow and Liu 1968); never below zero.

    A tree of few images holds much that is chance, so that two trees differ by more than what they are of: by about
    twice as much for half as many images. That is seen from halves of the people and taken off: the value is
    2 · KL(all) − KL(halves), see ``raw`` for KL(all).

    Attributes:
        raw: KL(P‖Q) and KL(Q‖P) of the trees as they are, in nats.
        p_edges: the pairs of attributes, by number, that depend on each other directly in P.
        q_edges: in Q.
    """

    raw: tuple[float, float]
    p_edges: Edges
    q_edges: Edges


def tree_divergence(
    *,
    p: npt.NDArray[np.int8],
    p_people: Numbers,
    q: npt.NDArray[np.int8],
    q_people: Numbers,
    same: bool = False,
    seed: int = 0,
) -> TreeDivergence:
    """KL both ways of two sets of labels.

    Args:
        p: the data, int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
        p_people: int64 (images,), whose each is.
        q: the model.
        q_people: likewise.
        same: whether both are one set.
        seed: of the groups of people, and of the halves.
    """
    ours, theirs = _Counts(p, p_people, seed=seed), _Counts(q, q_people, seed=seed)
    possible = ours.seen | theirs.seen

    def both(p_chosen: Chosen, q_chosen: Chosen) -> Floats:
        trees = [(ours.fit(a, possible), theirs.fit(b, possible)) for a, b in zip(p_chosen, q_chosen, strict=True)]
        return np.array([[kl_trees(p=a, q=b), kl_trees(p=b, q=a)] for a, b in trees])

    def within(one: Chosen, other: Chosen) -> float:
        return kl_trees(p=ours.fit(one, possible), q=ours.fit(other, possible))

    p_all, q_all = (np.ones((1, counts.groups), dtype=bool) for counts in (ours, theirs))
    raw = both(p_all, q_all)[0]
    replicates = replicate(both, p_groups=ours.groups, q_groups=theirs.groups, same=same, seed=seed)
    value, half = _corrected(raw, replicates.half), _corrected(replicates.half, replicates.quarter)
    value = np.where(np.isfinite(value), value, raw)
    images = min(len(p), len(q))

    def one_way(at: int) -> Divergence:
        estimate = replicates.interval(float(value[at]), replicates.halves[:, at], least=0)
        # What was taken off may be wrong by half of it (ours).
        doubt, to_come = allowed(estimate.value, estimate.high - estimate.value), abs(raw - replicates.half)[at] / 2
        known = np.isfinite(half[at])
        enough = images_until(float(to_come), rate=0.5, doubt=doubt, images=images) if known else None
        return Divergence(estimate, half=float(half[at]), quarter=float("nan"), images=images, least_images=enough)

    floor = [_floor(within, split) for split in ours.splits[:_SPLITS]]
    models = ours.fit(p_all[0], possible), theirs.fit(q_all[0], possible)
    return TreeDivergence(
        p_q=one_way(0),
        q_p=one_way(1),
        asymmetry=replicates.asymmetry(float(value[0] - value[1])),
        floor=median_size(floor),
        raw=(float(raw[0]), float(raw[1])),
        p_edges=tuple(models[0].edges),
        q_edges=tuple(models[1].edges),
    )


class _Counts:
    """What a tree is made of, counted by group of people."""

    def __init__(self, labels: npt.NDArray[np.int8], people: Numbers, *, seed: int) -> None:
        dealt = group_people(people, seed=seed)
        self.groups = dealt.count
        self.splits = dealt.halves if dealt.count > 1 else dealt.halves[:0]
        self.seen = np.stack([(labels == label).any(axis=0) for label in (-1, 0, 1)], axis=1)
        self._pairs = count_pairs(labels, dealt.of, dealt.count)
        self._images = np.bincount(dealt.of, minlength=dealt.count)

    def fit(self, chosen: Chosen, possible: Chosen) -> TreeModel:
        """The tree of some groups, bool (groups,)."""
        weights = chosen.astype(np.int64)
        tables = pair_tables(np.tensordot(weights, self._pairs, axes=1), weights @ self._images)
        return TreeModel.fit(tables, possible=possible)


def _corrected(whole: Floats, half: Floats) -> Floats:
    """What a bias that is twice as large for half of the people leaves; NaN where either isn't known."""
    return np.maximum(2 * whole - half, 0)


def _floor(within: Callable[[Chosen, Chosen], float], split: Chosen) -> float:
    """KL between two halves of the people, with what is taken off found from quarters."""
    halves = split, ~split
    whole = within(*halves)
    quarters = [_alternate(half, part) for part in (0, 1) for half in halves]
    if not all(quarter.any() for quarter in quarters):
        return whole
    return float(2 * whole - (within(*quarters[:2]) + within(*quarters[2:])) / 2)


def _alternate(chosen: Chosen, part: int) -> Chosen:
    """Every second one of the groups that are chosen, from the first or the second on."""
    return np.asarray(chosen & (np.cumsum(chosen) % 2 != part))
