"""Several networks as one file: an ensemble that is used, stored and described like a single annotator."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from facegap.annotate.network.annotator import OUTPUTS
from facegap.errors import ModelError
from facegap.faceset import atomic_write


def join_networks(members: Sequence[Path], out: Path) -> None:
    """Write an ensemble: the same input goes to all members, whose outputs are stacked after the first axis.

    Its card is for the caller to make: calibration and thresholds are those of the ensemble, not of a member. Needs the
    package ``onnx``, which comes with the extra ``train``.

    Args:
        members: ONNX files, all with the same input, attributes and hidden parts.
        out: the file.

    Raises:
        ModelError: the members' inputs or outputs differ, or there are none.
    """
    import onnx
    from onnx import compose, helper

    models = [onnx.load(str(path)) for path in members]
    if len({str(_signature(model)) for model in models}) != 1:
        found = "; ".join(f"{path.name}: {_signature(model)}" for path, model in zip(members, models, strict=True))
        msg = f"an ensemble is of networks with the same input and outputs ({found or 'there are none'})"
        raise ModelError(msg)
    given = models[0].graph.input[0]
    nodes, arrays = [], [helper.make_tensor("axis", onnx.TensorProto.INT64, [1], [1])]
    for number, model in enumerate(models):
        own = compose.add_prefix(model, f"{number}.").graph
        nodes += [helper.make_node("Identity", [given.name], [own.input[0].name]), *own.node]
        nodes += [helper.make_node("Unsqueeze", [f"{number}.{name}", "axis"], [f"{number} {name}"]) for name in OUTPUTS]
        arrays += own.initializer
    nodes += [
        helper.make_node("Concat", [f"{number} {name}" for number in range(len(models))], [name], axis=1)
        for name in OUTPUTS
    ]
    outputs = []
    for name in OUTPUTS:
        batch, *shape = _signature(models[0])[name]
        outputs.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [batch, len(models), *shape]))
    graph = helper.make_graph(nodes, "ensemble", [given], outputs, arrays)
    first = models[0]
    ensemble = helper.make_model(graph, opset_imports=first.opset_import, ir_version=first.ir_version)
    with atomic_write(out) as temporary:
        onnx.save(ensemble, str(temporary))


def _signature(model: Any) -> dict[str, list[Any]]:
    """Shapes of inputs and outputs by name, and the version of the operators."""
    shapes = {
        value.name: [size.dim_value or size.dim_param for size in value.type.tensor_type.shape.dim]
        for value in (*model.graph.input, *model.graph.output)
    }
    return shapes | {"opset": [(one.domain, one.version) for one in model.opset_import]}
