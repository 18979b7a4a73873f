"""A GAN that trains in milliseconds: points on a line that noise is to look like."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

from facegap.base.arrays import Int64Array
from facegap.engine import generator
from facegap.training import Batch, EpochSelection, Loss, MicroBatch, Phase, cosine, shuffled


class Pair(nn.Module):
    """A generator and a discriminator, with the losses of R3GAN (Huang et al. 2024) and its penalty R1."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.generator = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 2))
            self.discriminator = nn.Sequential(nn.Linear(2, 8), nn.Softplus(), nn.Linear(8, 1))

    def forward(self, what: str, real: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        if what == "penalty":
            real = real.detach().requires_grad_()
            (slope,) = torch.autograd.grad(self.discriminator(real).sum(), real, create_graph=True)
            return slope.square().sum(1).mean()
        generated = self.generator(noise)
        difference = self.discriminator(generated) - self.discriminator(real)
        return softplus(difference if what == "discriminator" else -difference).mean()


@dataclass
class PhasedTask:
    """Attributes: ``bad`` makes a loss that is no number in that call of the generator's."""

    seed: int = 3
    count: int = 40
    bad: int | None = None
    selection = EpochSelection("distance", higher=False)

    def __post_init__(self) -> None:
        self.module = Pair(self.seed)
        self.points = torch.from_numpy(
            generator(self.seed, "points").normal(2, 0.5, (self.count, 2)).astype(np.float32)
        )
        self.generated = 0

    def settings(self) -> dict[str, Any]:
        return {"task": "phased", "seed": self.seed}

    def phases(self, *, steps: int, epochs: int) -> tuple[Phase, ...]:
        adam = torch.optim.Adam(self.module.discriminator.parameters(), lr=0.02, betas=(0.0, 0.9))
        other = torch.optim.Adam(self.module.generator.parameters(), lr=0.01, betas=(0.0, 0.9))
        falling = cosine(steps=steps * epochs)
        return (
            Phase("discriminator", adam, falling, self.discriminator_loss),
            Phase("penalty", adam, lambda _: 0.5, self.penalty, every=3),
            Phase("generator", other, falling, self.generator_loss, every=2, hyperparameters=betas),
        )

    def order(self, epoch: int) -> Int64Array:
        return shuffled(np.arange(self.count), seed=self.seed, epoch=epoch)

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        for each in micro_batches:
            places = range(each.start, each.start + len(each.rows))
            noise = np.stack([generator(self.seed, "noise", epoch, place).standard_normal(3) for place in places])
            yield {"real": self.points[each.rows], "noise": torch.from_numpy(noise.astype(np.float32))}

    def discriminator_loss(self, module: nn.Module, batch: Batch) -> Loss:
        return Loss(module("discriminator", batch["real"], batch["noise"]), {"real_mean": batch["real"].mean()})

    def penalty(self, module: nn.Module, batch: Batch) -> Loss:
        return Loss(0.1 * module("penalty", batch["real"], batch["noise"]))

    def generator_loss(self, module: nn.Module, batch: Batch) -> Loss:
        self.generated += 1
        loss = module("generator", batch["real"], batch["noise"])
        return Loss(loss * torch.nan if self.generated == self.bad else loss)

    def validate(self, module: nn.Module) -> Mapping[str, float]:
        noise = torch.from_numpy(generator(self.seed, "validation").standard_normal((50, 3)).astype(np.float32))
        return {"distance": float((module.generator(noise).mean(0) - self.points.mean(0)).norm())}

    def image_ids(self, rows: Int64Array) -> list[str]:
        return [f"point-{row}" for row in rows]


def betas(step: int) -> dict[str, Any]:
    """Adam's second moment remembers longer as the training goes on."""
    return {"betas": (0.0, 0.9 + 0.005 * min(step, 10))}
