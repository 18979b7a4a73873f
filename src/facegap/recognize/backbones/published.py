"""Checkpoints that InsightFace and AdaFace publish."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

from facegap.base.errors import ModelError
from facegap.recognize.backbones.foreign_file import read_tensors
from facegap.recognize.backbones.iresnet import BLOCKS
from facegap.recognize.backbones.registry import adaface_name, backbones, iresnet_name

_FIRST = "stem.0.weight"
_SHOWN = 3


@dataclass(frozen=True)
class Published:
    """A backbone with someone else's weights.

    Attributes:
        name: of the backbone, by which ``make_backbone`` makes the like.
        network: takes RGB like all backbones, whatever the file's took (AdaFace's BGR); in evaluation mode.
        publisher: whose file it is.
    """

    name: str
    network: nn.Module
    publisher: Literal["InsightFace", "AdaFace"]


def load_published(path: Path) -> Published:
    """Load ``backbone.pth`` of InsightFace's arcface_torch (r18 to r100), or a ``.ckpt`` of AdaFace (ir_18 to ir_101).

    What the file is, and how deep, is seen from the names of its tensors. AdaFace's margin head is left out.

    Raises:
        ModelError: the file can't be read (see ``read_tensors``); it is of neither, or of a depth that there is no
            backbone for; a tensor is missing, left over or of another shape.
    """
    tensors = {name.removeprefix("module."): tensor for name, tensor in read_tensors(path).items()}
    if "model.input_layer.0.weight" in tensors:
        # The rest of a training's state: the margin head, which belongs to the people it was trained on.
        kept = {name: tensor for name, tensor in tensors.items() if not name.startswith("head.")}
        depth = _depth(path, [_count(kept, r"model\.body\.(\d+)\.")], {d: [sum(b)] for d, b in BLOCKS.items()})
        name = adaface_name(depth)
        renamed = _renamed(kept, _adaface_names(BLOCKS[depth]))
        return Published(name, _filled(path, name, renamed, turned=True), "AdaFace")
    elif "conv1.weight" in tensors and "features.running_mean" in tensors:
        counts = [_count(tensors, rf"layer{stage}\.(\d+)\.") for stage in range(1, 5)]
        depth = _depth(path, counts, {d: list(b) for d, b in BLOCKS.items()})
        name = iresnet_name(depth)
        renamed = _renamed(tensors, _insightface_names(BLOCKS[depth]))
        return Published(name, _filled(path, name, renamed, turned=False), "InsightFace")
    msg = (
        f"{path} is neither an IResNet of InsightFace (conv1, layer1 …, features) nor a backbone of AdaFace "
        f"(model.input_layer, model.body …); its names are {_some(tensors)}"
    )
    raise ModelError(msg)


def _insightface_names(blocks: Sequence[int]) -> dict[str, str]:
    """Modules of arcface_torch's IResNet, and of the one here."""
    names = {"conv1": "stem.0", "bn1": "stem.1", "prelu": "stem.2"}
    inner = {"bn1": 0, "conv1": 1, "bn2": 2, "prelu": 3, "conv2": 4, "bn3": 5}
    for stage, count in enumerate(blocks):
        for block in range(count):
            file_name, own_name = f"layer{stage + 1}.{block}", f"stages.{stage}.{block}"
            names |= {f"{file_name}.{part}": f"{own_name}.change.{place}" for part, place in inner.items()}
            names |= {f"{file_name}.downsample.{place}": f"{own_name}.around.{place}" for place in range(2)}
    return names | {"bn2": "last_norm", "fc": "linear", "features": "embedding_norm"}


def _adaface_names(blocks: Sequence[int]) -> dict[str, str]:
    """Modules of AdaFace's network as its training names them, and of the one here.

    Its blocks are counted through all stages.
    """
    names = {f"model.input_layer.{place}": f"stem.{place}" for place in range(3)}
    places = [(stage, block) for stage, count in enumerate(blocks) for block in range(count)]
    for number, (stage, block) in enumerate(places):
        file_name, own_name = f"model.body.{number}", f"stages.{stage}.{block}"
        names |= {f"{file_name}.res_layer.{place}": f"{own_name}.change.{place}" for place in range(6)}
        names |= {f"{file_name}.shortcut_layer.{place}": f"{own_name}.around.{place}" for place in range(2)}
    last = {0: "last_norm", 3: "linear", 4: "embedding_norm"}
    return names | {f"model.output_layer.{place}": own_name for place, own_name in last.items()}


def _renamed(tensors: dict[str, Tensor], modules: dict[str, str]) -> dict[str, tuple[str, Tensor]]:
    """Names as here, with those of the file and the tensors; what has no place here keeps its name."""
    renamed = {}
    for name, tensor in tensors.items():
        module, _, kind = name.rpartition(".")
        renamed[f"{modules[module]}.{kind}" if module in modules else name] = (name, tensor)
    return renamed


def _filled(path: Path, name: str, tensors: dict[str, tuple[str, Tensor]], *, turned: bool) -> nn.Module:
    with torch.device("meta"):
        network = backbones()[name].make()
    wanted = network.state_dict()
    faults = {
        "missing": [own_name for own_name in wanted if own_name not in tensors],
        "left over": [file_name for own_name, (file_name, _) in tensors.items() if own_name not in wanted],
        "of another shape": [
            f"{file_name} {tuple(tensor.shape)} for {tuple(wanted[own_name].shape)}"
            for own_name, (file_name, tensor) in tensors.items()
            if own_name in wanted and tensor.shape != wanted[own_name].shape
        ],
    }
    if any(faults.values()):
        told = "; ".join(f"{fault}: {_some(names)}" for fault, names in faults.items() if names)
        msg = f"{path} looks like {name}, but its tensors are not all that one's; {told}"
        raise ModelError(msg)
    # As they are wanted, whatever precision the file was saved in.
    state = {own_name: tensor.to(wanted[own_name].dtype) for own_name, (_, tensor) in tensors.items()}
    if turned:
        state[_FIRST] = state[_FIRST].flip(1)
    network.load_state_dict(state, assign=True)
    return network.eval()


def _count(tensors: dict[str, Tensor], pattern: str) -> int:
    """How many numbers there are at the pattern's group."""
    return len({match[1] for name in tensors if (match := re.match(pattern, name))})


def _depth(path: Path, counts: list[int], known: dict[int, list[int]]) -> int:
    for depth, blocks in known.items():
        if blocks == counts:
            return depth
    listed = ", ".join(f"{blocks} (depth {depth})" for depth, blocks in known.items())
    msg = f"{path} has {counts} blocks; there are backbones for {listed}"
    raise ModelError(msg)


def _some(names: Sequence[str] | dict[str, Tensor]) -> str:
    listed = list(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
