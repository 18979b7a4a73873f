"""The pairs of attributes in one set: how they hang together, how sure that is, and how much of it is noise."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
import scipy.special

from facegap.base.arrays import BoolArray, Float64Array, Int64Array
from facegap.compare.attribute_pairs.counts import count_pairs
from facegap.compare.labels import LabeledSet
from facegap.estimates import bootstrap_variance, count_people, exponential_weights, people_units, random_halves

UNITS = 256
"""Units into which people are dealt at most (ours), since the counts of all pairs are kept for each."""
_BLOCK = 2048
"""Pairs that are bootstrapped at a time, so that the replicates of all needn't fit into memory."""


@dataclass(frozen=True)
class Association:
    """A measure of association in one set; each field is float64 (pairs,).

    Attributes:
        value: The measure; NaN where an attribute is constant.
        variance: Its variance through the choice of people; NaN where there is a single person only.
        floor: The absolute difference to be expected between two halves of the people; NaN where no halves have a
            value.
    """

    value: Float64Array
    variance: Float64Array
    floor: Float64Array

    @classmethod
    def of_blocks(cls, blocks: tuple["Association", ...]) -> "Association":
        """Join the associations of blocks of pairs, in the order of the blocks."""
        return cls(*(np.concatenate([getattr(block, field.name) for block in blocks]) for field in fields(cls)))


@dataclass(frozen=True)
class PairSample:
    """All pairs of some attributes of a set, among the images for which both are defined.

    Attributes:
        phi: The correlation φ, −1 to 1. To its variance is added the square of what one image more in a cell would
            change (ours): the variance of a count of k is about k and is taken as k + 1, so that a combination that no
            image shows isn't taken to be impossible.
        information: Mutual information in nats, less most of its bias, which the bootstrap tells (2θ − θ̄*; Efron and
            Tibshirani, "An introduction to the bootstrap", 1993): so it may be below 0.
        people: How many people show the rarer label of either attribute of each pair, float64 (pairs,): the larger
            error of a variance is that these are few. Those with few images count less (Kish); counted in units, so at
            most ``UNITS``.
        empty: bool (pairs, 4), whether no image is in a cell; the cells are those that ``phi`` takes.
    """

    phi: Association
    information: Association
    people: Float64Array
    empty: BoolArray

    @classmethod
    def of(cls, labeled: LabeledSet, attributes: tuple[str, ...], *, seed: int) -> "PairSample":
        """Count and bootstrap the pairs of some attributes, in the order of ``numpy.triu_indices``."""
        units = people_units(labeled.people, seed=seed, most=UNITS)
        cells = _cells(count_pairs(labeled.only(attributes).labels, units.of, units.count))
        weights = exponential_weights(units.count, seed=seed)
        halves = random_halves(units.count, seed=seed, purpose="pairs").astype(np.float64)
        associations = [
            _bootstrap(cells[:, begin : begin + _BLOCK], weights, halves) for begin in range(0, cells.shape[1], _BLOCK)
        ]
        correlated, informed = (Association.of_blocks(blocks) for blocks in zip(*associations, strict=True))
        one_more = _one_more(cells, correlated.variance, count_people(labeled.people) / len(labeled.people))
        correlated = replace(correlated, variance=correlated.variance + one_more**2)
        people = np.min([_kish(side) for side in _sides(cells)], axis=0)
        return cls(correlated, informed, people, cells.sum(axis=0) == 0)


def _cells(counts: Int64Array) -> Float64Array:
    """Of counts of literals (units, 2A, 2A), those of each pair: (units, pairs, 4), as ``association`` has them."""
    attributes = counts.shape[-1] // 2
    first, second = np.triu_indices(attributes, 1)
    signs = (0, attributes)
    return np.stack([counts[:, first + a, second + b] for a in signs for b in signs], axis=-1).astype(np.float64)


def _sides(cells: Float64Array) -> list[Float64Array]:
    """Images with and without the first attribute, with and without the second, each without the last axis."""
    return [cells[..., list(pair)].sum(axis=-1) for pair in ((0, 1), (2, 3), (0, 2), (1, 3))]


def _bootstrap(cells: Float64Array, weights: Float64Array, halves: Float64Array) -> tuple[Association, Association]:
    """φ, and mutual information less its bias."""

    def weigh(units: Float64Array) -> Float64Array:
        return (units @ cells.reshape(len(cells), -1)).reshape(len(units), *cells.shape[1:])

    def measure(of: Callable[[Float64Array], Float64Array]) -> tuple[Association, Float64Array]:
        again = of(replicates)
        variance = bootstrap_variance(again, units=len(cells))
        return Association(
            of(cells.sum(axis=0)), variance, _median(np.abs(of(first_half) - of(second_half)))
        ), again.mean(axis=0)

    replicates, first_half, second_half = weigh(weights), weigh(halves), weigh(1 - halves)
    correlated, _ = measure(phi)
    informed, mean = measure(mutual_information)
    return correlated, replace(informed, value=2 * informed.value - mean)


def _median(values: Float64Array) -> Float64Array:
    """Over the first axis, of the values that are known."""
    known = np.isfinite(values).any(axis=0)
    medians = np.full(values.shape[1:], np.nan)
    medians[known] = np.nanmedian(values[:, known], axis=0)
    return medians


def _one_more(cells: Float64Array, variance: Float64Array, people_an_image: float) -> Float64Array:
    """What one image more in a cell would change of φ, (pairs,), the margins as they are.

    Of images that are worth as many independent ones as leave the same doubt: 1 / variance, but no more than there are
    and no fewer than people.
    """
    total = cells.sum(axis=0)
    images = total.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.prod([side / images for side in _sides(total)], axis=0))
        independent = np.clip(1 / variance, people_an_image * images, images)
        return np.asarray(1 / (independent * spread))


def _kish(images: Float64Array) -> Float64Array:
    """(Σ m)² / Σ m² over units, (units, pairs) to (pairs,); 0 where there is no image."""
    squares = np.sum(images**2, axis=0)
    return np.asarray(np.divide(images.sum(axis=0) ** 2, squares, out=np.zeros(len(squares)), where=squares > 0))


def phi(cells: Float64Array) -> Float64Array:
    """φ, the correlation of two binary attributes (Pearson, 1900; Yule, 1912).

    Args:
        cells: float64 (..., 4), the numbers of images with both attributes, the first only, the second only, and
            neither; or their weights.

    Returns:
        The correlation, float64 (...), −1 to 1: 0 where the attributes are independent, 1 where they are the same; NaN
        where one is constant.
    """
    both, first, second, neither = np.moveaxis(cells, -1, 0)
    spread = (both + first) * (second + neither) * (both + second) * (first + neither)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(spread > 0, (both * neither - first * second) / np.sqrt(spread), np.nan)
    return np.asarray(value)


def mutual_information(cells: Float64Array) -> Float64Array:
    """What knowing one attribute tells of the other, H(A) + H(B) − H(A, B) (Shannon, 1948), from shares as they are.

    Args:
        cells: float64 (..., 4), the numbers of images with both attributes, the first only, the second only, and
            neither; or their weights.

    Returns:
        The information in nats, float64 (...), 0 to ln 2; NaN where there are no images.
    """
    with np.errstate(invalid="ignore"):
        shares = cells / cells.sum(axis=-1, keepdims=True)
    first, second = shares[..., 0] + shares[..., 1], shares[..., 0] + shares[..., 2]
    alone = _entropy(first) + _entropy(second)
    return np.asarray(np.maximum(alone - scipy.special.entr(shares).sum(axis=-1), 0))


def _entropy(share: Float64Array) -> Float64Array:
    """Of yes and no."""
    return np.asarray(scipy.special.entr(share) + scipy.special.entr(np.maximum(1 - share, 0)))
