"""A trained network as ONNX."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from torch import nn

from facegap.faceset import atomic_write

_OPSET = 18
_LARGE = 256
"""Values from which on an array is stored in half precision."""


def export_onnx(
    network: nn.Module, example: torch.Tensor, path: Path, *, input_name: str, output_names: Sequence[str]
) -> None:
    """Write a network of one input, for any number of its rows at a time.

    Weights are stored in half precision, which halves the file, and computed with in single.

    Args:
        network: The network that is written, with its running means and without dropout.
        example: An input of two rows or more.
        path: The file.
        input_name: The name of the input.
        output_names: The names of the outputs, in order.
    """
    import onnx

    network.eval()
    with atomic_write(path) as temporary, _quiet():
        torch.onnx.export(
            # As it lies in memory when it is loaded: training may have laid it out another way, which would be seen.
            network.float().cpu().to(memory_format=torch.contiguous_format),
            (example[:2].float().cpu().contiguous(),),
            str(temporary),
            input_names=[input_name],
            output_names=list(output_names),
            dynamic_shapes=({0: torch.export.Dim("n", min=1)},),
            opset_version=_OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        written = onnx.load(str(temporary))
        _forget_the_way(written)
        _halve(written)
        onnx.save(written, str(temporary))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what PyTorch's exporter says of its own deprecations and of packages that nothing here needs."""
    log = logging.getLogger("torch.onnx")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        log.setLevel(level)


def _forget_the_way(model: "onnx.ModelProto") -> None:  # type: ignore[name-defined]  # noqa: F821
    """Leave out notes of how each node came to be, which differ from one export of the same network to the next."""
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""


def _halve(model: "onnx.ModelProto") -> None:  # type: ignore[name-defined]  # noqa: F821
    """Store large arrays as float16, each with a cast to the float32 that is computed with."""
    from onnx import TensorProto, helper, numpy_helper

    casts = []
    for array in model.graph.initializer:
        values = numpy_helper.to_array(array)
        if array.data_type != TensorProto.FLOAT or values.size < _LARGE:
            continue
        name = array.name
        array.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
