"""A margin that depends on how good an image is."""

import math

import torch
from torch import Tensor, nn

from facegap.recognize.heads.angles import cosine_of_sum
from facegap.recognize.heads.margin import Margin

EDGE = 1e-3
"""In radians: how near to 0 and π the changed angle may come; added to the deviation of the norms too."""
SHORTEST, LONGEST = 1e-3, 100.0
"""Norms outside count as these."""


class AdaFace(Margin):
    """cos(θ + g_angle) − g_add, g_angle = −m·ẑ, g_add = m + m·ẑ (Kim et al., 2022).

    ẑ = clip(h · (z − mean) / (deviation + 0.001), −1, 1) says how much longer than usual an embedding is, which stands
    for the image's quality: ẑ = −1 is ArcFace, 0 is CosFace, and 1 an angular margin that is negative beside a large
    additive one. Mean and deviation (of a sample, n − 1) are moving averages over the batches; this batch is in them
    before it is judged.

    As in the authors' code, θ + g_angle is kept within [0.001, π − 0.001], and beyond the gradient of the own cosine
    is 0. Their code also keeps all cosines within ±0.999, to make arccos safe; ours has none, and doesn't.

    Args:
        m: The margin, from 0 to π/2.
        h: How fast it changes with the norm; with 0.333 about 68 % of images are within the clip.
        t_alpha: The weight of the new batch in the moving averages, from 0 to 1.
    """

    def __init__(self, *, m: float = 0.4, h: float = 0.333, t_alpha: float = 0.01) -> None:
        super().__init__()
        self.m = m
        self.h = h
        self.t_alpha = t_alpha
        self.mean = nn.Buffer(torch.tensor(20.0))
        self.deviation = nn.Buffer(torch.tensor(100.0))

    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        quality = self._quality(norms.detach().clamp(SHORTEST, LONGEST))
        turn = -self.m * quality
        angle = cosine.detach().acos() + turn
        changed = cosine_of_sum(cosine, turn)
        changed = torch.where(angle < EDGE, math.cos(EDGE), changed)
        changed = torch.where(angle > math.pi - EDGE, -math.cos(EDGE), changed)
        return changed - (self.m + self.m * quality)

    def _quality(self, norms: Tensor) -> Tensor:
        if self.training:
            self.mean.lerp_(norms.mean().to(self.mean.dtype), self.t_alpha)
            if len(norms) > 1:  # one image has no deviation
                self.deviation.lerp_(norms.std().to(self.deviation.dtype), self.t_alpha)
        return (self.h * (norms - self.mean) / (self.deviation + EDGE)).clamp(-1, 1)
