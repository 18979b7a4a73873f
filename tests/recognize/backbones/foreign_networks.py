"""Weights named as InsightFace and AdaFace name them, and what their networks make of them, by single operations."""

import torch
from torch import Tensor
from torch.nn import functional

Weights = dict[str, Tensor]

WIDTHS = (64, 128, 256, 512)
BLOCKS = (2, 2, 2, 2)


def insightface_weights() -> Weights:
    """Of its iresnet18, in the order of its file."""
    weights: Weights = {}
    _convolution(weights, "conv1", 3, 64, side=3)
    _norm(weights, "bn1", 64)
    _prelu(weights, "prelu", 64)
    before = 64
    for stage, (width, count) in enumerate(zip(WIDTHS, BLOCKS, strict=True), start=1):
        for block in range(count):
            name = f"layer{stage}.{block}"
            _norm(weights, f"{name}.bn1", before)
            _convolution(weights, f"{name}.conv1", before, width, side=3)
            _norm(weights, f"{name}.bn2", width)
            _prelu(weights, f"{name}.prelu", width)
            _convolution(weights, f"{name}.conv2", width, width, side=3)
            _norm(weights, f"{name}.bn3", width)
            if block == 0:
                _convolution(weights, f"{name}.downsample.0", before, width, side=1)
                _norm(weights, f"{name}.downsample.1", width)
            before = width
    _norm(weights, "bn2", 512)
    _linear(weights, "fc")
    _norm(weights, "features", 512)
    return weights


def insightface_embeddings(weights: Weights, faces: Tensor) -> Tensor:
    """Faces (n, 3, 112, 112) in RGB to embeddings (n, 512)."""
    x = functional.conv2d(faces, weights["conv1.weight"], padding=1)
    x = functional.prelu(_normal(weights, "bn1", x), weights["prelu.weight"])
    for stage, count in enumerate(BLOCKS, start=1):
        for block in range(count):
            name = f"layer{stage}.{block}"
            stride = 2 if block == 0 else 1
            y = functional.conv2d(_normal(weights, f"{name}.bn1", x), weights[f"{name}.conv1.weight"], padding=1)
            y = functional.prelu(_normal(weights, f"{name}.bn2", y), weights[f"{name}.prelu.weight"])
            y = functional.conv2d(y, weights[f"{name}.conv2.weight"], stride=stride, padding=1)
            y = _normal(weights, f"{name}.bn3", y)
            if block == 0:
                x = functional.conv2d(x, weights[f"{name}.downsample.0.weight"], stride=2)
                x = _normal(weights, f"{name}.downsample.1", x)
            x = x + y
    x = _normal(weights, "bn2", x).reshape(len(x), -1)
    return _normal(weights, "features", functional.linear(x, weights["fc.weight"], weights["fc.bias"]))


def adaface_weights() -> Weights:
    """Of its ir_18 as its training saves it, with the margin head."""
    weights: Weights = {}
    _convolution(weights, "model.input_layer.0", 3, 64, side=3)
    _norm(weights, "model.input_layer.1", 64)
    _prelu(weights, "model.input_layer.2", 64)
    _norm(weights, "model.output_layer.0", 512)
    _linear(weights, "model.output_layer.3")
    _norm(weights, "model.output_layer.4", 512, learned=False)
    before, number = 64, 0
    for width, count in zip(WIDTHS, BLOCKS, strict=True):
        for _ in range(count):
            name = f"model.body.{number}"
            if before != width:
                _convolution(weights, f"{name}.shortcut_layer.0", before, width, side=1)
                _norm(weights, f"{name}.shortcut_layer.1", width)
            _norm(weights, f"{name}.res_layer.0", before)
            _convolution(weights, f"{name}.res_layer.1", before, width, side=3)
            _norm(weights, f"{name}.res_layer.2", width)
            _prelu(weights, f"{name}.res_layer.3", width)
            _convolution(weights, f"{name}.res_layer.4", width, width, side=3)
            _norm(weights, f"{name}.res_layer.5", width)
            before, number = width, number + 1
    return weights | {
        "head.kernel": torch.ones(512, 7),
        "head.t": torch.zeros(1),
        "head.batch_mean": torch.ones(1),
        "head.batch_std": torch.ones(1),
    }


def adaface_embeddings(weights: Weights, faces: Tensor) -> Tensor:
    """Faces (n, 3, 112, 112) in BGR to embeddings (n, 512), before they are normalized."""
    x = functional.conv2d(faces, weights["model.input_layer.0.weight"], padding=1)
    x = functional.prelu(_normal(weights, "model.input_layer.1", x), weights["model.input_layer.2.weight"])
    for number in range(sum(BLOCKS)):
        inner = f"model.body.{number}.res_layer"
        # All stages have two blocks.
        stride = 2 if number % 2 == 0 else 1
        y = functional.conv2d(_normal(weights, f"{inner}.0", x), weights[f"{inner}.1.weight"], padding=1)
        y = functional.prelu(_normal(weights, f"{inner}.2", y), weights[f"{inner}.3.weight"])
        y = _normal(weights, f"{inner}.5", functional.conv2d(y, weights[f"{inner}.4.weight"], stride=stride, padding=1))
        x = x[:, :, ::stride, ::stride]
        around = f"model.body.{number}.shortcut_layer"
        if f"{around}.0.weight" in weights:
            x = _normal(weights, f"{around}.1", functional.conv2d(x, weights[f"{around}.0.weight"]))
        x = x + y
    x = _normal(weights, "model.output_layer.0", x).reshape(len(x), -1)
    x = functional.linear(x, weights["model.output_layer.3.weight"], weights["model.output_layer.3.bias"])
    return _normal(weights, "model.output_layer.4", x)


def _normal(weights: Weights, name: str, x: Tensor) -> Tensor:
    shape = (1, -1, *[1] * (x.ndim - 2))
    mean, variance = weights[f"{name}.running_mean"].view(shape), weights[f"{name}.running_var"].view(shape)
    x = (x - mean) / (variance + 1e-5).sqrt()
    if f"{name}.weight" in weights:
        x = x * weights[f"{name}.weight"].view(shape) + weights[f"{name}.bias"].view(shape)
    return x


def _convolution(weights: Weights, name: str, before: int, width: int, *, side: int) -> None:
    weights[f"{name}.weight"] = torch.randn(width, before, side, side) * (2.0 / (before * side * side)) ** 0.5


def _norm(weights: Weights, name: str, width: int, *, learned: bool = True) -> None:
    if learned:
        weights[f"{name}.weight"] = torch.rand(width) + 0.5
        weights[f"{name}.bias"] = torch.randn(width) * 0.1
    weights[f"{name}.running_mean"] = torch.randn(width) * 0.1
    weights[f"{name}.running_var"] = torch.rand(width) + 0.5
    weights[f"{name}.num_batches_tracked"] = torch.tensor(9)


def _prelu(weights: Weights, name: str, width: int) -> None:
    weights[f"{name}.weight"] = torch.rand(width) * 0.5


def _linear(weights: Weights, name: str) -> None:
    weights[f"{name}.weight"] = torch.randn(512, 512 * 7 * 7) * 0.01
    weights[f"{name}.bias"] = torch.randn(512) * 0.1
