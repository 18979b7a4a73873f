from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from facegap.annotate.learning.architectures import Branches, EmbeddingNetwork, ImageNetwork
from facegap.training import export_onnx


def test_a_pass_with_dropout_is_a_masked_sum_of_the_parts() -> None:
    torch.manual_seed(0)
    branches = Branches(6, 3, hidden=8, dropout=0.25)
    inputs = torch.randn(5, 6)
    branches(torch.randn(20, 6))
    branches.eval()
    logits, parts = branches(inputs)
    branches.norm.train(mode=False)
    branches.dropout.train()
    torch.manual_seed(1)
    dropped, _ = branches(inputs)
    torch.manual_seed(1)
    mask = torch.nn.functional.dropout(torch.ones(5, 24), 0.25).unflatten(1, (3, 8))
    offset = logits - parts.sum(dim=2)
    torch.testing.assert_close(dropped, offset + (mask * parts).sum(dim=2))


@pytest.mark.parametrize("kind", ["images", "embeddings"])
def test_onnx_answers_as_the_network_does(tmp_path: Path, kind: str) -> None:
    torch.manual_seed(0)
    network = (
        ImageNetwork(5, side=32, widths=(4, 6, 8, 12), features=16, hidden=4)
        if kind == "images"
        else EmbeddingNetwork(10, 5, features=16, hidden=4)
    )
    inputs = torch.randn(7, 3, 32, 32) if kind == "images" else torch.randn(7, 10)
    network(inputs)  # running means that aren't those of the start
    export_onnx(network, inputs, tmp_path / "net.onnx", input_name=kind, output_names=["logits", "parts"])
    session = ort.InferenceSession(str(tmp_path / "net.onnx"), providers=["CPUExecutionProvider"])
    network.eval()
    with torch.no_grad():
        logits, parts = network(inputs)
    for count in (7, 1):
        found = session.run(["logits", "parts"], {kind: inputs[:count].numpy()})
        np.testing.assert_allclose(found[0], logits[:count], atol=3e-3)
        np.testing.assert_allclose(found[1], parts[:count], atol=3e-3)
