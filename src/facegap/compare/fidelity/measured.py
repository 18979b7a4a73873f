"""A number that compares two sets, with what it would be between two samples of one world."""

from dataclasses import dataclass

from facegap.estimates import Estimate


@dataclass(frozen=True)
class Measured:
    """A number with its interval and its noise floor.

    Attributes:
        estimate: real against synthetic, with its 95 % interval over people.
        floor: the same number with other real people in place of the synthetic set, see ``stand_ins``; NaN where there
            are too few. For a distance it is what can't be told from none, for a share what the best synthetic set of
            this size could be expected to reach.
    """

    estimate: Estimate
    floor: float
