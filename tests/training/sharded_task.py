"""A task whose classifier is split over processes: points of five kinds, a row of weights for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from tests.training.small_task import SmallTask
from torch import nn

from facegap.base.errors import TrainingError
from facegap.training import Batch, Loss, parameter_groups, sgd

KINDS = 5


class Summed(torch.autograd.Function):
    """The sum over processes; its gradient is the sum of theirs."""

    @staticmethod
    def forward(ctx: Any, values: torch.Tensor) -> torch.Tensor:
        dist.all_reduce(whole := values.clone())
        return whole

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        dist.all_reduce(whole := gradient.clone())
        return whole


class ShardedClassifier(nn.Module):
    """Cross entropy over the kinds in the batch alone, so that ``weight`` has a gradient of few rows."""

    sharded = ("weight", "bias")

    def shard(self, *, process: int, processes: int) -> None:
        draw = torch.randn(KINDS, 8, generator=torch.Generator().manual_seed(5))
        self.kinds = torch.arange(KINDS).chunk(processes)[process]  # three and two
        self.processes = processes
        self.weight = nn.Parameter(draw[self.kinds])
        self.bias = nn.Parameter(torch.zeros(len(self.kinds)))

    def forward(self, features: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        features, kinds = self._gathered(features), self._gathered(kinds)
        taken = torch.nonzero(torch.isin(self.kinds, kinds))[:, 0]
        rows = nn.functional.embedding(taken, self.weight, sparse=True)
        logits = features @ self._scaled(rows).T + self._scaled(self.bias[taken])
        mine = kinds[:, None] == self.kinds[taken]
        total, target = self._summed(torch.stack([logits.exp().sum(1), (logits * mine).sum(1)]))
        return (total.log() - target).mean()

    def _gathered(self, values: torch.Tensor) -> torch.Tensor:
        if self.processes == 1:
            return values
        places = [torch.zeros_like(values) for _ in range(self.processes)]
        places[dist.get_rank()] = values
        return self._summed(torch.cat(places))

    def _summed(self, values: torch.Tensor) -> torch.Tensor:
        return Summed.apply(values) if self.processes > 1 else values

    def _scaled(self, own: torch.Tensor) -> torch.Tensor:
        """With its gradient divided: ``Summed`` adds that of each process's loss, which is the same one."""
        return own / self.processes + own.detach() * (1 - 1 / self.processes)


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1)
            self.trunk = nn.Sequential(nn.Linear(4, 8), nn.Tanh())
        self.head = ShardedClassifier()

    def forward(self, points: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        return self.head(self.trunk(points), kinds)


@dataclass
class ShardedTask(SmallTask):
    """Attributes: ``die_at`` raises an error that processes can hand on."""

    dropout: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.module = Network()
        self.kinds = torch.arange(self.count) % (KINDS - 1)
        self.kinds[:2] = KINDS - 1  # in few batches

    def optimizer(self) -> Any:
        return sgd(parameter_groups(self.module, weight_decay=0.05), lr=0.2, nesterov=True)

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        if len(self.used) == self.die_at:
            raise TrainingError("died")
        self.used.append(int(batch["rows"].sum()))
        return Loss(module(batch["points"], batch["kinds"]))

    def validate(self, module: nn.Module) -> Mapping[str, float]:
        return {"accuracy": float(module.trunk(self.points).square().mean())}
