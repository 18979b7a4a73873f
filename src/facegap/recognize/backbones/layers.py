"""What the convolutional backbones share."""

from torch import nn


def convolution(
    before: int, width: int, *, side: int = 3, stride: int = 1, padding: int | None = None, groups: int = 1
) -> nn.Conv2d:
    """A convolution without bias from ``before`` to ``width`` channels, which keeps the size unless it strides."""
    around = side // 2 if padding is None else padding
    return nn.Conv2d(before, width, side, stride, around, groups=groups, bias=False)


def he_normal(network: nn.Module) -> None:
    """Draw all weights as He et al. 2015 do: normal, of variance 2 / (places that a value goes to)."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
