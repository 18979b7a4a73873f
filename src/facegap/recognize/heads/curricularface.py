"""A margin that turns from easy to hard classes as training goes on."""

import torch
from torch import Tensor, nn

from facegap.recognize.heads.angles import cosine_of_sum, guarded_cosine_of_sum
from facegap.recognize.heads.margin import Margin

MOMENTUM = 0.99


class CurricularFace(Margin):
    """cos(θ + m), guarded; another class whose cosine is above that is hard, and gets cos · (t + cos).

    By Huang et al., 2020. t is the moving average of the own cosines, from 0: at first hard classes
    weigh less than easy ones, later more. The gradient of a hard class is t + 2 cos, as the paper has it. Like the
    authors' code, this batch is in t before it is used, and what is hard is judged by cos(θ + m) without the guard.

    Args:
        m: The margin in radians, from 0 to π/2.
    """

    def __init__(self, *, m: float = 0.5) -> None:
        super().__init__()
        self.m = m
        self.t = nn.Buffer(torch.tensor(0.0))

    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        del norms
        if self.training:
            self.t.lerp_(cosine.detach().mean().to(self.t.dtype), 1 - MOMENTUM)
        return guarded_cosine_of_sum(cosine, self.m)

    def others(self, cosines: Tensor, own: Tensor) -> Tensor:
        hard = cosines.detach() > cosine_of_sum(own.detach(), self.m)[:, None]
        return torch.where(hard, cosines * (self.t + cosines), cosines)
