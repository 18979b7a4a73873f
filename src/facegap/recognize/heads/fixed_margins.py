"""Margins that are the same for every image: ArcFace and CosFace."""

from torch import Tensor

from facegap.recognize.heads.angles import guarded_cosine_of_sum
from facegap.recognize.heads.margin import Margin


class ArcFace(Margin):
    """cos(θ + m), guarded (Deng et al., 2019).

    Args:
        m: The margin in radians, from 0 to π/2.
    """

    def __init__(self, *, m: float = 0.5) -> None:
        super().__init__()
        self.m = m

    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        del norms
        return guarded_cosine_of_sum(cosine, self.m)


class CosFace(Margin):
    """Cos θ − m (Wang et al., 2018).

    Args:
        m: The margin, from 0 to 1.
    """

    def __init__(self, *, m: float = 0.35) -> None:
        super().__init__()
        self.m = m

    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        del norms
        return cosine - self.m
