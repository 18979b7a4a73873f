"""Adding to an angle of which the cosine is known."""

import math
from typing import Any

import torch
from torch import Tensor


def cosine_of_sum(cosine: Tensor, angle: Any) -> Tensor:
    """cos(θ + angle) from cos θ, with the exact gradient sin(θ + angle) / sin θ.

    By cos θ · cos(angle) − sin θ · sin(angle), which needs no arccos. At θ = 0 and π that gradient is infinite (but
    for the gradient of the cosine itself, which is 0 there); it is taken as cos(angle), the part that is finite.

    Args:
        cosine: any shape, in [−1, 1].
        angle: in radians; a number, or a tensor of the same shape.
    """
    square = (1 - cosine) * (1 + cosine)
    inside = square > 0
    sine = torch.where(inside, torch.where(inside, square, 1).sqrt(), 0)
    if isinstance(angle, Tensor):
        return cosine * angle.cos() - sine * angle.sin()
    return cosine * math.cos(angle) - sine * math.sin(angle)


def guarded_cosine_of_sum(cosine: Tensor, angle: Any) -> Tensor:
    """cos(θ + angle) as far as it falls with θ, and cos θ − angle · sin(angle) where θ + angle > π.

    Beyond π the cosine would rise again, and reward an image for being further from its class. What takes its place
    falls on; it is lower by a step at the border. It is in none of the equations of the ArcFace paper, but in its
    authors' first code and in most since.

    Args:
        cosine: any shape, in [−1, 1].
        angle: in radians, from 0 to π/2; a number, or a tensor of the same shape, which gets its gradient too.
    """
    number = not isinstance(angle, Tensor)
    border = math.cos(math.pi - angle) if number else -angle.detach().cos()
    beyond = angle * (math.sin(angle) if number else angle.sin())
    return torch.where(cosine > border, cosine_of_sum(cosine, angle), cosine - beyond)
