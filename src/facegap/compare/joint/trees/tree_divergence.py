"""The joint KL divergence of labels by trees: the whole vocabulary at once, as far as pairs of attributes go."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, Int8Array, Int64Array
from facegap.compare.joint.convergence import allowed, images_until
from facegap.compare.joint.divergence import BothWays, Divergence
from facegap.compare.joint.halves import median_size, replicate
from facegap.compare.joint.trees.families import Variables
from facegap.compare.joint.trees.literal_counts import LiteralCounts
from facegap.compare.joint.trees.tree_model import TreeModel, kl_trees
from facegap.estimates import count_people

Edges = tuple[tuple[int, int], ...]

_SPLITS = 10
"""Halves of P's people for the floor, each of which takes six trees (ours)."""


@dataclass(frozen=True)
class TreeDivergence(BothWays):
    """KL by trees of dependence of the labels of both sets (Chow and Liu 1968); never below zero.

    A tree of few images holds much that is chance, so that two trees differ by more than what they are of: by about
    twice as much for half as many images. That is seen from halves of the people and taken off: the value is
    2 · KL(all) − KL(halves), but not more than KL(all), which is ``raw``.

    Attributes:
        raw: KL(P‖Q) and KL(Q‖P) of the trees as they are, in nats.
        families: The numbers of the attributes of each variable: those that only ever exclude each other are one
            variable, all others stand alone.
        p_edges: The pairs of numbers of these variables that depend on each other directly in P.
        q_edges: The pairs that depend on each other directly in Q.
    """

    raw: tuple[float, float]
    families: tuple[tuple[int, ...], ...]
    p_edges: Edges
    q_edges: Edges


def tree_divergence(
    *,
    p: Int8Array,
    p_people: Int64Array,
    q: Int8Array,
    q_people: Int64Array,
    same: bool = False,
    seed: int = 0,
) -> TreeDivergence:
    """Estimate KL both ways between two sets of labels by trees of dependence.

    Args:
        p: The labels of the data, int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
        p_people: int64 (images,), a number from 0 for the person of each image of P.
        q: The labels of the model, int8 (images, attributes), of the same attributes.
        q_people: int64 (images,), a number from 0 for the person of each image of Q.
        same: Whether both are one set.
        seed: The seed of the groups of people, and of the halves.
    """
    p_counts, q_counts = LiteralCounts(p, p_people, seed=seed), LiteralCounts(q, q_people, seed=seed)
    variables = Variables.of(p_counts.all, q_counts.all)
    possible = np.einsum("vvii->vi", variables.tables(p_counts.all + q_counts.all)) > 0

    def fit(counts: LiteralCounts, chosen: BoolArray) -> TreeModel:
        return TreeModel.fit(variables.tables(counts.of(chosen)), possible=possible)

    def kl_both_ways(p_chosen: BoolArray, q_chosen: BoolArray) -> Float64Array:
        trees = [(fit(p_counts, a), fit(q_counts, b)) for a, b in zip(p_chosen, q_chosen, strict=True)]
        return np.array([[kl_trees(p=a, q=b), kl_trees(p=b, q=a)] for a, b in trees])

    def within(first: BoolArray, second: BoolArray) -> float:
        return kl_trees(p=fit(p_counts, first), q=fit(p_counts, second))

    p_all, q_all = (np.ones((1, counts.groups), dtype=bool) for counts in (p_counts, q_counts))
    raw = kl_both_ways(p_all, q_all)[0]
    replicates = replicate(kl_both_ways, p_groups=p_counts.groups, q_groups=q_counts.groups, same=same, seed=seed)
    value, half = _corrected(raw, replicates.half), _corrected(replicates.half, replicates.quarter)
    value = np.where(np.isfinite(value), value, raw)
    images, people = min(len(p), len(q)), min(count_people(p_people), count_people(q_people))
    floor = median_size([_floor(within, split) for split in p_counts.splits[:_SPLITS]])

    def one_way(at: int) -> Divergence:
        estimate = replicates.interval(float(value[at]), replicates.halves[:, at], least=0)
        # What was taken off may be wrong by half of it; what grows may go on to grow by as much (ours).
        step = float(raw[at] - replicates.half[at])
        doubt, to_come = allowed(estimate.value, estimate.high - estimate.value), max(step, -step / 2)
        known = np.isfinite(half[at])
        enough = images_until(to_come, rate=0.5, doubt=doubt, images=images) if known else None
        return Divergence.judged(
            estimate,
            half=float(half[at]),
            quarter=float("nan"),
            images=images,
            people=people,
            least_images=enough,
            floor=floor,
        )

    models = fit(p_counts, p_all[0]), fit(q_counts, q_all[0])
    return TreeDivergence(
        p_q=one_way(0),
        q_p=one_way(1),
        asymmetry=replicates.asymmetry(float(value[0] - value[1])),
        floor=floor,
        raw=(float(raw[0]), float(raw[1])),
        families=variables.members,
        p_edges=tuple(models[0].edges),
        q_edges=tuple(models[1].edges),
    )


def _corrected(whole: Float64Array, half: Float64Array) -> Float64Array:
    """What a bias that is twice as large for half of the people leaves; NaN where either isn't known.

    Nothing is taken off, and nothing added, where more people make trees differ more: that is no chance, but labels of
    one set that the other never shows, which are the surer to be missing the more faces there are.
    """
    return np.clip(2 * whole - half, 0, whole)


def _floor(within: Callable[[BoolArray, BoolArray], float], split: BoolArray) -> float:
    """KL between two halves of the people, with what is taken off found from quarters."""
    halves = split, ~split
    whole = within(*halves)
    quarters = [_alternate(half, part) for part in (0, 1) for half in halves]
    if not all(quarter.any() for quarter in quarters):
        return whole
    return float(2 * whole - (within(*quarters[:2]) + within(*quarters[2:])) / 2)


def _alternate(chosen: BoolArray, part: int) -> BoolArray:
    """Every second one of the groups that are chosen, from the first or the second on."""
    return np.asarray(chosen & (np.cumsum(chosen) % 2 != part))
