"""Simulated scores of people who differ: some are less like themselves, some are more like others."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from facegap.benchmark.protocol import Verification

Kind = Literal["list", "all pairs"]


@dataclass(frozen=True)
class Scored:
    """A list of pairs with its scores; references are numbered like people."""

    task: Verification
    scores: np.ndarray
    people: np.ndarray


def draw(kind: Kind, people: int, *, seed: int) -> Scored:
    """Scores of some people who were drawn at random.

    Args:
        kind: a list like LFW's, 10 folds of other people each, with as many pairs as people; or all pairs of people,
            and six mated pairs of each.
        people: how many, divisible by 20.
        seed: of people and scores.
    """
    rng = np.random.default_rng(seed)
    if kind == "list":
        fold = np.repeat(np.arange(10), people // 20)
        own, one, other = (fold * (people // 10) + rng.integers(0, people // 10, len(fold)) for _ in range(3))
        other = np.where(one == other, one // (people // 10) * (people // 10) + (one + 1) % (people // 10), other)
        folds = np.r_[fold, fold]
    else:
        one, other = np.triu_indices(people, 1)
        own, folds = np.repeat(np.arange(people), 6), None
    mated = np.arange(len(own) + len(one)) < len(own)
    task = Verification(kind, np.r_[own, one], np.r_[own, other], mated, folds)
    like_self, like_others = effects(rng, people)
    scores = np.r_[mated_scores(rng, like_self[own]), non_mated_scores(rng, like_others[one], like_others[other])]
    return Scored(task, scores.clip(-1, 1), np.arange(people))


def population(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Mated and non-mated scores of so many people each time, none of them twice."""
    rng = np.random.default_rng(seed)
    (like_self, one), (_, other) = effects(rng, count), effects(rng, count)
    return mated_scores(rng, like_self).clip(-1, 1), non_mated_scores(rng, one, other).clip(-1, 1)


def effects(rng: np.random.Generator, people: int) -> tuple[np.ndarray, np.ndarray]:
    """How much each person is like themselves, and like others; among the latter are wolves."""
    return rng.normal(0, 0.08, people), rng.exponential(0.03, people) - 0.03


def mated_scores(rng: np.random.Generator, like_self: np.ndarray) -> np.ndarray:
    return 0.45 + like_self + rng.normal(0, 0.12, len(like_self))


def non_mated_scores(rng: np.random.Generator, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one + other + rng.normal(0, 0.07, len(one))
