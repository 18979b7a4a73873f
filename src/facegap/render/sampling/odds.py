"""How likely a draw within bounds was without them."""

import math


class Odds:
    """The probability that free draws would have kept to the bounds that they were given, multiplied up draw by draw.

    Draws within bounds, one after the other, come from another distribution than free draws that happen to keep to the
    bounds: a person who needs no spectacles wears eyewear that is asked for as often as one who does. Weighted by these
    odds, they come from the same one (importance sampling).

    Attributes:
        log: Its natural logarithm.
        natural: Whether free draws could have come out so: nothing was moved to within its bounds.
    """

    __slots__ = ("log", "natural")

    def __init__(self) -> None:
        self.log = 0.0
        self.natural = True

    def times(self, probability: float) -> None:
        """A draw was bound to what has this probability."""
        if probability < _NEVER:
            self.against()
        elif probability < 1.0:
            self.log += math.log(probability)

    def against(self) -> None:
        """A value was moved to within its bounds, or drawn where the recipe never draws it."""
        self.natural = False
        self.log += _MOVED


_NEVER = 1e-9
_MOVED = math.log(1e-6)  # ours: such a draw counts only where there is no other
