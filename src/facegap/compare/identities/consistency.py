"""Whether the images of one person agree on an attribute."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.compare.identities.signs import PeopleSigns, people_signs
from facegap.compare.labels import LabeledSet, in_common
from facegap.estimates import Estimate, Estimates, floor_of_means, share_interval, share_of_people, subtract


@dataclass(frozen=True)
class Consistency:
    """One attribute on the people of one set that have at least two images for which it is defined.

    Attributes:
        people: How many people these are.
        mixed: The share of these people who have images of both kinds, 0 to 1. It grows with the number of images that
            each has, so that it is not to be compared between sets that have more and fewer.
        disagreement: The probability that two images of one person disagree, 0 to 1, each person weighing the same
            (ours); ½ at most on average where a person has many images. It doesn't depend on how many images there are:
            2p(1 − p) where each image is positive with the probability p, whoever is on it.
    """

    people: int
    mixed: Estimate
    disagreement: Estimate


@dataclass(frozen=True)
class ComparedConsistency:
    """One attribute in both sets.

    Attributes:
        name: The name of the attribute.
        owned: Whether it belongs to a person rather than to an image, as of ``owned_by_person``.
        real: Its consistency in the real set; None where no person has two images for which the attribute is defined.
        synthetic: Its consistency in the synthetic set; None where no person has two such images.
        difference: The disagreement of the synthetic set minus that of the real one, −1 to 1; None where either is
            None.
        floor: The absolute difference of the disagreement to be expected between two halves of the real set's people;
            NaN where they are too few.
    """

    name: str
    owned: bool
    real: Consistency | None
    synthetic: Consistency | None
    difference: Estimate | None
    floor: float

    @property
    def clear(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return self.difference is not None and (self.difference.low > 0 or self.difference.high < 0)


OWNED = frozenset(
    {"male", "female", "asian", "white", "black", "indian", "brown_eyes", "big_lips", "big_nose", "pointy_nose"}
    | {"oval_face", "square_face", "round_face"}
)
OWNED_KINDS = frozenset({"gender", "sex", "race", "ethnicity", "eth"})


def owned_by_person(attribute: str) -> bool:
    """Whether an attribute belongs to a person and should be the same on all images of one (ours).

    Those of MAAD-Face that neither years nor light, pose, hair or clothes change, and the values of columns on sex and
    race (``race: Black``).
    """
    kind = attribute.partition(":")[0].strip().lower()
    return attribute.lower() in OWNED or kind.rpartition("_")[2] in OWNED_KINDS


def compare_consistency(*, real: LabeledSet, synthetic: LabeledSet, seed: int = 0) -> tuple[ComparedConsistency, ...]:
    """How often images of one person disagree, for each attribute that both sets have, in the real set's order.

    Args:
        real: P, the data.
        synthetic: Q, the model.
        seed: The seed of the division of the real set's people into halves.

    Raises:
        FaceSetError: The sets have no attribute in common.
    """
    common = in_common(real, synthetic)
    pairs = zip(people_signs(real, common), people_signs(synthetic, common), strict=True)
    return tuple(
        _compare(name, real_signs, synthetic_signs, seed=seed)
        for name, (real_signs, synthetic_signs) in zip(common, pairs, strict=True)
    )


def consistency_of(signs: PeopleSigns) -> Consistency | None:
    """The numbers of one attribute in one set; None where no person has two images for which it is defined.

    The intervals are exact ones over people (Clopper and Pearson): for disagreement, of as many independent people as
    would leave the doubt that the spread between people leaves.
    """
    people = len(signs.people)
    if not people:
        return None
    return Consistency(people, share_of_people(signs.mixed), _mean(signs.disagreement, most=float(signs.pairs.sum())))


def _mean(of_each: Float64Array, *, most: float) -> Estimate:
    """The mean of a share that each person has, from ``most`` pairs of images."""
    people = len(of_each)
    variance = float(of_each.var(ddof=1)) / people if people > 1 else float("nan")
    value = float(np.clip(of_each.mean(), 0, 1))
    return share_interval(value, variance=variance, least=people, most=most, people=people)


def _compare(name: str, real: PeopleSigns, synthetic: PeopleSigns, *, seed: int) -> ComparedConsistency:
    real_consistency, synthetic_consistency = consistency_of(real), consistency_of(synthetic)
    difference = None
    if real_consistency and synthetic_consistency:
        difference = subtract(
            Estimates.of([real_consistency.disagreement]), Estimates.of([synthetic_consistency.disagreement])
        ).at(0)
    return ComparedConsistency(
        name,
        owned_by_person(name),
        real_consistency,
        synthetic_consistency,
        difference,
        floor_of_means(real.disagreement, seed=seed),
    )
