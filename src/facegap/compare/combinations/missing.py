"""What one set shows and another never or hardly does, with shares, intervals and examples."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.combinations.literal import Literal, literals_of, name_of
from facegap.compare.combinations.packed import PackedSet
from facegap.compare.combinations.search import LONGEST, Rule, is_certain, search_missing, searched
from facegap.compare.combinations.side import Side
from facegap.compare.labels import LabeledSet, in_common
from facegap.estimates import Estimate

_EXAMPLES = 6


@dataclass(frozen=True)
class Combination:
    """A combination of literals that is shown by one set and lacking in the other.

    Attributes:
        literals: The literals, in the order of the attributes.
        shown: The share of the images that show it among those that define all its attributes, 0 to 1, in the set that
            shows it.
        lacking: The same share in the set that lacks it.
        images_shown: How many images show it in the set that shows it.
        images_lacking: How many images show it in the set that lacks it.
        examples: Up to six rows of the face set that shows it, of different people as far as there are.
    """

    literals: tuple[Literal, ...]
    shown: Estimate
    lacking: Estimate
    images_shown: int
    images_lacking: int
    examples: tuple[int, ...]

    @property
    def name(self) -> str:
        """The name for people, such as ``Senior, Eyeglasses, not Male``."""
        return name_of(self.literals)

    @property
    def mass(self) -> float:
        """The share that is lacking, 0 to 1."""
        return self.shown.value - self.lacking.value


@dataclass(frozen=True)
class MissingCombinations(ShortRepr):
    """The smallest combinations that one set shows and the other never or hardly does.

    Attributes:
        combinations: The combinations of the greatest mass, the greatest first.
        count: How many there are in all, described here or not; among the images searched, where these are a part.
        searched: How many combinations might have been found.
        least_share: The share of the images that define a combination which must show it, 0 to 1.
        ratio: The part of that share which may be in the other set at most, 0 to 1.
        images_searched: How many images were searched of the set that shows and of the one that lacks: all, or those of
            people at random.
        images: How many images these two sets have.
    """

    combinations: tuple[Combination, ...]
    count: int
    searched: int
    least_share: float
    ratio: float
    images_searched: tuple[int, int]
    images: tuple[int, int]

    @property
    def rows(self) -> list[int]:
        """The rows of all examples, rising, in the face set that shows the combinations."""
        return sorted({row for combination in self.combinations for row in combination.examples})


def missing_combinations(
    *,
    shown_by: LabeledSet,
    lacking_in: LabeledSet,
    least_share: float = 0.01,
    ratio: float = 0.1,
    most: int = 12,
    seed: int = 0,
) -> MissingCombinations:
    """Search for combinations of up to four literals that one set shows and the other never or hardly does.

    A literal is an attribute that is positive, or one that is negative; shares are of the images for which all
    attributes of a combination are defined, which must be a tenth of each set's at least, and twenty. Only the smallest
    are reported: none of which a part is missing already, and none with a literal that isn't at most half as frequent
    in the other set among the images that show the rest.

    And only those that are no chance, each of their literals included. The probability that any combination at all is
    found between samples of one world is 5 % at most: by a bound for independent images (``least_gain``), Bonferroni's
    correction for all that might have been found (a like part of the 5 % for each size of combination), and the number
    of independent images that the images of people are worth (``gains``).

    Args:
        shown_by: The set that shows the combinations.
        lacking_in: The set that lacks them.
        least_share: The share of the first set's images which must show a combination, above 0, up to 1.
        ratio: The part of that share which may be in the second set at most, 0 to 1.
        most: How many combinations are described at most.
        seed: The seed of the examples, of the groups of people, and of the part of a large set that is searched.

    Raises:
        FaceSetError: The sets have no attribute in common.
        ValueError: ``least_share`` or ``ratio`` is no such share.
    """
    if not (0 < least_share <= 1 and 0 <= ratio <= 1):
        msg = f"least_share must be above 0, ratio 0 or more, and neither above 1; they are {least_share} and {ratio}"
        raise ValueError(msg)
    common = in_common(shown_by, lacking_in)
    shown_side, lacking_side = (Side(labeled.only(common), seed=seed) for labeled in (shown_by, lacking_in))
    rule = Rule(least_share, ratio)
    missing = search_missing(shown_side.part, lacking_side.part, rule)
    masses = np.concatenate([_mass(shown_side.part, sizes) - _mass(lacking_side.part, sizes) for sizes in missing])
    ranked = [numbers for sizes in missing for numbers in sizes.tolist()]
    described: list[Combination] = []
    for place in np.argsort(-masses, kind="stable"):
        if len(described) == most:
            break
        described += _describe(ranked[place], shown_side, lacking_side, rule)
    return MissingCombinations(
        combinations=tuple(sorted(described, key=lambda combination: -combination.mass)),
        count=len(ranked),
        searched=sum(searched(len(common), size) for size in range(1, LONGEST + 1)),
        least_share=least_share,
        ratio=ratio,
        images_searched=(shown_side.part.images, lacking_side.part.images),
        images=(shown_side.images, lacking_side.images),
    )


def _mass(given: PackedSet, combinations: Int64Array) -> Float64Array:
    showing, images = given.count(combinations)
    return np.asarray(showing / images)


def _describe(numbers: list[int], shown_side: Side, lacking_side: Side, rule: Rule) -> list[Combination]:
    """One combination, counted among all images; nothing if it isn't missing there."""
    literals = literals_of(numbers, shown_side.attributes)
    shown, lacking = shown_side.show(literals), lacking_side.show(literals)
    if not rule.holds(shown.share.value, lacking.share.value):
        return []
    if not is_certain(shown.sums, lacking.sums, attributes=len(shown_side.attributes), size=len(literals)).all():
        return []
    return [
        Combination(
            literals=literals,
            shown=shown.share,
            lacking=lacking.share,
            images_shown=int(shown.images.sum()),
            images_lacking=int(lacking.images.sum()),
            examples=shown_side.examples(shown, name_of(literals), _EXAMPLES),
        )
    ]
