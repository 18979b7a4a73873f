"""A margin that grows with the embedding's length, which becomes a measure of quality."""

from torch import Tensor

from facegap.recognize.heads.angles import guarded_cosine_of_sum
from facegap.recognize.heads.margin import Margin


class MagFace(Margin):
    """cos(θ + m(a)), guarded, and λ_g · g(a) beside the cross entropy (Meng et al. 2021).

    a is the length of the embedding, kept within [l_a, u_a]; the margin m(a) runs linearly from l_m at l_a to u_m at
    u_a, and g(a) = a / u_a² + 1 / a falls up to u_a, so that long embeddings are wanted for their own sake. Both have
    a gradient to the length: an easy image can afford the larger margin and is drawn out, a hard one is left short.
    As in the authors' code, a length outside [l_a, u_a] counts as the border and has no gradient.

    Args:
        l_m: The margin of the shortest embeddings, in radians, from 0 to π/2.
        u_m: The margin of the longest, likewise; no less than ``l_m``.
        l_a: The length from which margins grow.
        u_a: The length up to which they grow; more than ``l_a``.
        lambda_g: The weight of g(a), 0 or more.

    Raises:
        ValueError: ``l_m`` is above ``u_m``, or ``l_a`` not below ``u_a``.
    """

    def __init__(
        self, *, l_m: float = 0.45, u_m: float = 0.8, l_a: float = 10.0, u_a: float = 110.0, lambda_g: float = 35.0
    ) -> None:
        super().__init__()
        if l_m > u_m or l_a >= u_a:
            msg = f"the margin must rise with the length: l_m = {l_m} to u_m = {u_m}, l_a = {l_a} to u_a = {u_a}"
            raise ValueError(msg)
        self.l_m = l_m
        self.l_a = l_a
        self.u_a = u_a
        self.slope = (u_m - l_m) / (u_a - l_a)
        self.lambda_g = lambda_g

    def target(self, cosine: Tensor, norms: Tensor) -> Tensor:
        return guarded_cosine_of_sum(cosine, self.l_m + self.slope * (norms.clamp(self.l_a, self.u_a) - self.l_a))

    def penalty(self, norms: Tensor) -> Tensor:
        length = norms.clamp(self.l_a, self.u_a)
        return self.lambda_g * (length / self.u_a**2 + 1 / length)
