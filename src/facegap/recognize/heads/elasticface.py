"""A margin that is drawn anew for each image in each step."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from facegap.recognize.heads.margin import Margin


class ElasticCosFace(Margin):
    """Cos θ − E, where E is drawn from N(m, sd²) for each image in each step (Boutros et al. 2022).

    Fixed margins assume that all people spread alike within and between; a margin that varies lets classes keep more
    or less apart. In evaluation mode E is m, which makes it CosFace. For where the draws come from see ``Margin``.

    Args:
        m: The mean of the margins, from 0 to π/2.
        sd: The standard deviation of the margins, from 0 to 1.
    """

    def __init__(self, *, m: float = 0.35, sd: float = 0.05) -> None:
        super().__init__()
        self.m = m
        self.sd = sd
        self._rng: Any = None

    def share_rng(self, rng: np.random.Generator) -> None:
        """Draw the next margins from ``rng``, as ``facegap.training.SharedRandom`` says."""
        self._rng = rng

    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        del norms
        if not self.training:
            return cosine - self.m
        if self._rng is None:
            msg = "the margin draws its numbers from a generator; call share_rng first, as the training loop does"
            raise RuntimeError(msg)
        margins = torch.from_numpy(self._rng.normal(self.m, self.sd, len(cosine)))
        return cosine - margins.to(cosine)
