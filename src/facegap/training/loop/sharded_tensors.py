"""Tensors that are sharded over processes, each of which has rows of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch.nn.parallel import DistributedDataParallel

from facegap.base.errors import ConfigError
from facegap.training.submodules import Sharded

Part = dict[str, Any]
"""What one process has of its own: ``module``, tensors by name, and each optimizer's state by parameter's number."""


class ShardedTensors:
    """The sharded tensors of all submodules of a network; most networks have none.

    Attributes:
        names: of the tensors in the network's state.
    """

    def __init__(self, fabric: Any, module: torch.nn.Module) -> None:
        """Shard the submodules that ask for it, and have their tensors left alone when processes are made the same."""
        process = fabric.global_rank
        names = []
        for prefix, part in module.named_modules():
            if isinstance(part, Sharded):
                part.shard(process=process, processes=fabric.world_size)
                names += [f"{prefix}.{name}".removeprefix(".") for name in part.sharded]
        self.names = tuple(names)
        self._module = module
        state = module.state_dict()
        if missing := [name for name in names if name not in state]:
            msg = f"shard() did not make {', '.join(missing)}, which its submodule names as sharded"
            raise ValueError(msg)
        self._counts = {name: _counts(fabric, len(state[name])) for name in names}
        self._process = process
        DistributedDataParallel._set_params_and_buffers_to_ignore_for_model(module, names)

    def parameters(self) -> dict[str, torch.nn.Parameter]:
        """Those of the tensors that are parameters, by name."""
        return {name: value for name, value in self._module.named_parameters() if name in self.names}

    def take_out(self, state: dict[str, Any], groups: Mapping[str, Any]) -> Part:
        """Move what belongs to this process alone out of a state.

        Args:
            state: of the network, ``module``, and its optimizers; keeps what is the same on all processes.
            groups: each optimizer's groups of parameters, by its key in the state.
        """
        module = dict(state["module"])
        part: Part = {"module": {name: module.pop(name) for name in self.names}}
        state["module"] = module
        for key, own_groups in groups.items():
            optimizer = dict(state[key]["state"])
            numbers = self._numbers(own_groups).values()
            part[key] = {number: optimizer.pop(number) for number in numbers if number in optimizer}
            state[key] = {**state[key], "state": optimizer}
        return part

    def put_back(self, state: dict[str, Any], groups: Mapping[str, Any], parts: Sequence[Part]) -> None:
        """Undo ``take_out``: complete a state with this process's rows of the parts of all processes that wrote them.

        Raises:
            ConfigError: the parts have another number of rows.
        """
        for name in self.names:
            pieces = [part["module"][name] for part in parts]
            counts = self._counts[name]
            if (saved := sum(map(len, pieces))) != sum(counts):
                msg = f"the checkpoint has {saved} rows of {name} where the network has {sum(counts)}; begin anew"
                raise ConfigError(msg)
            start = sum(counts[: self._process])
            stop = start + counts[self._process]
            state["module"][name] = _rows(pieces, start, stop)
            for key, own_groups in groups.items():
                number = self._numbers(own_groups).get(name)
                if number is not None:
                    kept = [part[key].get(number, {}) for part in parts]
                    state[key]["state"][number] = _kept_rows(kept, pieces, start, stop)

    def _numbers(self, groups: Any) -> dict[str, int]:
        """By what number the state of an optimizer calls each sharded parameter."""
        order = {id(parameter): number for number, parameter in enumerate(p for g in groups for p in g["params"])}
        return {name: order[id(value)] for name, value in self.parameters().items() if id(value) in order}


def _counts(fabric: Any, rows: int) -> list[int]:
    """How many rows each process has."""
    counts = torch.zeros(fabric.world_size, dtype=torch.int64, device=fabric.device)
    counts[fabric.global_rank] = rows
    return list(fabric.all_reduce(counts, reduce_op="sum").tolist())


def _rows(pieces: Sequence[torch.Tensor], start: int, stop: int) -> torch.Tensor:
    """Rows ``start`` to ``stop`` of the pieces, one after another."""
    taken, at = [], 0
    for piece in pieces:
        taken.append(piece[max(0, start - at) : max(0, stop - at)])
        at += len(piece)
    return torch.cat(taken)


def _kept_rows(
    kept: Sequence[Mapping[str, torch.Tensor]], pieces: Sequence[torch.Tensor], start: int, stop: int
) -> dict[str, torch.Tensor]:
    """The same of what the optimizer keeps of a tensor: by rows, but for single numbers such as Adam's ``step``."""
    whole = {}
    for key, example in {key: value for state in kept for key, value in state.items()}.items():
        # Zeros are what optimizers begin with where there was no gradient yet, as in a process without a row.
        values = [
            state[key] if key in state else torch.zeros_like(piece) for state, piece in zip(kept, pieces, strict=True)
        ]
        whole[key] = _rows(values, start, stop) if example.ndim else example.clone()
    return whole
