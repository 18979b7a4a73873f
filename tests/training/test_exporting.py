from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from torch import nn

from facegap.training import export_onnx


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 12, 3), nn.BatchNorm2d(12), nn.Flatten(), nn.Dropout(0.5), nn.Linear(432, 4))


def test_onnx_answers_as_the_network_does_for_any_number(tmp_path: Path) -> None:
    images = torch.randn(7, 3, 8, 8)
    whole = network().to(memory_format=torch.channels_last)
    whole(images)  # running means that aren't those of the start
    export_onnx(whole, images, tmp_path / "one.onnx", input_name="images", output_names=["embeddings"])
    session = ort.InferenceSession(str(tmp_path / "one.onnx"), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected = whole.eval()(images)
    for count in (7, 1):
        (found,) = session.run(["embeddings"], {"images": images[:count].numpy()})
        np.testing.assert_allclose(found, expected[:count], atol=3e-3)  # weights of half precision
    single = sum(parameter.numel() for parameter in whole.parameters()) * 4
    assert (tmp_path / "one.onnx").stat().st_size < single
    export_onnx(whole, images, tmp_path / "again.onnx", input_name="images", output_names=["embeddings"])
    assert (tmp_path / "again.onnx").read_bytes() == (tmp_path / "one.onnx").read_bytes()
