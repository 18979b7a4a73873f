"""Bytes as the networks that are trained here take them."""

from torch import Tensor

_GRAY = 127.5


def pixels(images: Tensor) -> Tensor:
    """Bytes (n, height, width, 3), 0 to 255, to float32 (n, 3, height, width), −1 to 1; cards: mean and std 0.5."""
    return (images.permute(0, 3, 1, 2).float() - _GRAY) / _GRAY
