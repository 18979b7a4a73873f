"""How unevenly pairs that look like one person fall on people: what a biased network, and what copies, look like."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.base.seeds import generator
from facegap.matching import NearDuplicates

_DRAWS = 20
_ENDS = 10**7
"""Ends of pairs that are drawn at most; more tell nothing more of a share."""


@dataclass(frozen=True)
class GroupPairs:
    """The pairs within one demographic group, or between two.

    Attributes:
        name: The name of the group; ``between groups`` for people of two, ``group not known`` where one isn't known.
        people: The number of people; None between groups.
        pairs: The number of all pairs of such people.
        alike: How many of them look like one person.
        share: What share of all pairs that look like one person these are, 0 to 1; NaN where there are none.
        evenly: What share of all pairs these are, which ``share`` would be if the pairs fell evenly.
    """

    name: str
    people: int | None
    pairs: int
    alike: int
    share: float
    evenly: float


@dataclass(frozen=True)
class PairSkew:
    """How unevenly pairs that look like one person fall on people.

    If a network takes one kind of people for alike, the pairs fall on these people. They do so, too, where a few people
    are there many times: the numbers alone don't tell which.

    Attributes:
        people: The number of people who are in any pair.
        evenly: How many that would be if as many pairs were drawn at random.
        tenth: The number of people who are a tenth of all.
        tenth_share: The share of the ends of all pairs that are the tenth of the people in the most pairs, 0 to 1; NaN
            where there are no pairs.
        tenth_evenly: What that share would be on average if as many pairs were drawn at random.
        largest: The number of people in the largest cluster that pairs join.
        joined: The number of pairs of people within all clusters, whom the pairs join directly or over others.
        cohesion: The share of these that look like one person themselves, 0 to 1; NaN where there are none. If each
            cluster were one person, it would be as high as the sensitivity of the network; in chains of people who
            look like the next it is low.
        groups: The pairs within each group, between groups, and with people whose group isn't known; empty where no
            groups are known.
    """

    people: int
    evenly: float
    tenth: int
    tenth_share: float
    tenth_evenly: float
    largest: int
    joined: int
    cohesion: float
    groups: tuple[GroupPairs, ...]


def measure_skew(pairs: NearDuplicates, groups: Int64Array, *, names: tuple[str, ...], seed: int) -> PairSkew:
    """Compare how pairs fall on people, and on groups, with how they would if they were drawn at random.

    Args:
        pairs: The pairs of people that look like one person.
        groups: int64 (people,), the group of each person, by its place in ``names``; the number after the last where it
            isn't known.
        names: The names of the groups; empty where none are known.
        seed: The seed of what is drawn.
    """
    people = len(pairs.pairs_of)
    tenth = -(-people // 10)
    sizes = np.bincount(pairs.cluster)
    joined = int(np.sum(sizes * (sizes - 1) // 2))
    return PairSkew(
        people=int(np.count_nonzero(pairs.pairs_of)),
        evenly=expected_people(people, pairs.count),
        tenth=tenth,
        tenth_share=_top_share(pairs.pairs_of, tenth),
        tenth_evenly=_even_share(people, pairs.count, tenth, seed),
        largest=int(sizes.max(initial=0)),
        joined=joined,
        cohesion=pairs.count / joined if joined else float("nan"),
        groups=_by_group(pairs, groups, names) if names else (),
    )


def expected_people(people: int, pairs: int) -> float:
    """How many people are in any of some different pairs that are drawn at random, on average.

    Of N = n (n − 1) / 2 pairs, n − 1 are of a given person. None of m drawn ones is with the probability of the
    hypergeometric distribution, C(N − n + 1, m) / C(N, m), which is the product of 1 − m / (N − i) over i < n − 1.

    Args:
        people: The number of people, n.
        pairs: The number of pairs drawn, m, at most N.

    Example:
        >>> expected_people(3, 1), round(expected_people(200, 211), 1)
        (2.0, 176.3)
    """
    every = people * (people - 1) // 2
    if pairs > every - (people - 1):
        return float(people)
    left = np.log1p(-pairs / (every - np.arange(people - 1, dtype=np.float64)))
    return people * abs(float(np.expm1(left.sum())))


def _top_share(ends: Int64Array, tenth: int) -> float:
    """The share of the ends that the tenth of the people with the most have."""
    total = int(ends.sum())
    return float(np.sort(ends)[::-1][:tenth].sum() / total) if total else float("nan")


def _even_share(people: int, pairs: int, tenth: int, seed: int) -> float:
    if not pairs:
        return float("nan")
    rng, each = generator(seed, "audit", "evenly"), np.full(people, 1 / people)
    return float(np.mean([_top_share(rng.multinomial(min(2 * pairs, _ENDS), each), tenth) for _ in range(_DRAWS)]))


def _by_group(pairs: NearDuplicates, groups: Int64Array, names: tuple[str, ...]) -> tuple[GroupPairs, ...]:
    people = np.bincount(groups, minlength=len(names) + 1)
    known = people[:-1]
    every = len(groups) * (len(groups) - 1) // 2
    within = known * (known - 1) // 2
    between = (int(known.sum()) ** 2 - int(np.sum(known**2))) // 2
    alike_between = int(np.triu(pairs.between[:-1, :-1], 1).sum())

    def row(name: str, count: int | None, whole: int, alike: int) -> GroupPairs:
        return GroupPairs(
            name, count, whole, alike, alike / pairs.count if pairs.count else float("nan"), whole / max(every, 1)
        )

    rows = [
        row(name, int(known[at]), int(within[at]), int(pairs.between[at, at]))
        for at, name in enumerate(names)
        if known[at]
    ]
    if between:
        rows.append(row("between groups", None, between, alike_between))
    if people[-1]:
        unknown = every - between - int(within.sum())
        rows.append(row("group not known", int(people[-1]), unknown, int(pairs.between[:, -1].sum())))
    return tuple(rows)
