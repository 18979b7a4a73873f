"""An annotator's training as the training loop takes it."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import nn

from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.examples import Examples
from facegap.annotate.learning.inputs import Inputs
from facegap.annotate.learning.loss import AttributeLoss, Weights
from facegap.annotate.learning.networks import start_file
from facegap.annotate.trust.ranking import rank_areas
from facegap.base.arrays import Float32Array, Float64Array, Int8Array, Int64Array
from facegap.faceset import IMAGES, sha256
from facegap.models import SoftmaxFamily
from facegap.training import (
    TRAIN,
    VALIDATION,
    Batch,
    HeldOut,
    Loss,
    MicroBatch,
    Schedule,
    Selection,
    adamw,
    cosine,
    mixed,
    parameter_groups,
)

_AT_A_TIME = 256


class AttributeTask:
    """Learns the attributes of the training people; the mean AUROC on the validation people chooses the epoch.

    Args:
        config: of the training.
        examples: with everyone's labels.
        inputs: of the examples.
        network: what is trained.
        families: those of the attributes that are learnt by a softmax.
        member: its number in an ensemble, by which its seed differs.
    """

    selection = Selection("auroc", higher=True)
    version = 2

    def __init__(
        self,
        config: AttributeTraining,
        examples: Examples,
        inputs: Inputs,
        network: nn.Module,
        families: tuple[SoftmaxFamily, ...],
        *,
        member: int,
    ) -> None:
        self.module = network
        self._config, self._examples, self._inputs, self._families = config, examples, inputs, families
        self._member, self._seed = member, config.seed + member
        training = examples.of_part(TRAIN)
        self._sources = [training[examples.source[training] == at] for at in range(len(examples.sets))]
        self._held_out = examples.of_part(VALIDATION)
        self._labels = torch.from_numpy(examples.labels)
        weights = Weights.balancing(examples.labels[training], balance=config.optimizer.balance)
        self.learnt = weights.learnt
        self._loss = AttributeLoss(weights, families, examples.attributes)

    def settings(self) -> dict[str, Any]:
        card = {"name", "summary", "license", "terms", "commercial_use", "training_data", "limits"}
        content = self._config.for_fingerprint(exclude={"loop", "trust", "members", "vocabulary"} | card)
        for source in content["sets"]:
            del source["path"], source["vocabulary"]
        if start := content["network"].pop("start"):
            content["network"]["start"] = sha256(start_file(start, member=self._member))
        sets, over = self._examples.sets, self._config.network.over
        return {
            "task": "attributes",
            "version": self.version,
            "config": content,
            "seed": self._seed,
            "attributes": list(self._examples.attributes),
            "families": [family.for_fingerprint() for family in self._families],
            "sets": [faceset.layer(IMAGES).content for faceset in sets],
            "inputs": [faceset.layer(over).content for faceset in sets],
            "labels": hashlib.sha256(self._examples.labels.tobytes()).hexdigest(),
            "parts": hashlib.sha256(self._examples.part.tobytes()).hexdigest(),
        }

    def optimizer(self) -> torch.optim.Optimizer:
        options = self._config.optimizer
        groups = parameter_groups(self.module, weight_decay=options.weight_decay)
        made: torch.optim.Optimizer = adamw(groups, lr=options.learning_rate)
        return made

    def schedule(self, *, steps: int, epochs: int) -> Schedule:
        return cosine(steps=steps * epochs, warmup=int(self._config.optimizer.warm_up * steps * epochs))

    def order(self, epoch: int) -> Int64Array:
        weights = [len(rows) * one.weight for rows, one in zip(self._sources, self._config.sets, strict=True)]
        length = sum(map(len, self._sources))
        return mixed(self._sources, weights, length=length, seed=self._seed, epoch=epoch)

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        for batch in self._inputs.batches(epoch, micro_batches):
            yield {**batch, "labels": self._labels[batch["rows"]]}

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        logits, _ = module(self._inputs.tensor(batch))
        return Loss(self._loss.to(logits.device)(logits, batch["labels"]))

    def validate(self, module: nn.Module) -> Mapping[str, float]:
        logits = logits_of(module, self._inputs, self._held_out)
        labels = self._examples.labels[self._held_out]
        device = next(module.parameters()).device
        loss = self._loss.to(device)(torch.from_numpy(logits).to(device), torch.from_numpy(labels).to(device))
        return {"auroc": float(np.nanmean(_aurocs(logits, labels))), "loss": float(loss)}

    def image_ids(self, rows: Int64Array) -> list[str]:
        return self._examples.image_ids(rows)


def held_out(settings: Mapping[str, Any], at: int) -> HeldOut:
    """Who of the set of a number is held out, by a task's settings."""
    config = settings["config"]
    source, split = config["sets"][at], config["split"]
    if source.get("partition"):
        return HeldOut(None, by=f"the partition of {source['labels']!r}")
    return HeldOut(0.0 if source["train_only"] else split["validation"] + split["test"], by=f"seed {config['seed']}")


def logits_of(module: nn.Module, inputs: Inputs, rows: Int64Array) -> Float32Array:
    """The logits of some examples, not varied: float32 (n, A), or (n, members, A) of an ensemble."""
    device = next(module.parameters()).device
    micro_batches = (MicroBatch(at, rows[at : at + _AT_A_TIME]) for at in range(0, len(rows), _AT_A_TIME))
    with torch.no_grad():
        found = []
        for batch in inputs.batches(None, micro_batches):
            moved = {name: tensor.to(device) for name, tensor in batch.items()}
            found.append(module(inputs.tensor(moved))[0].float().cpu())
    return np.asarray(torch.cat(found).numpy())


def _aurocs(logits: Float32Array, labels: Int8Array) -> Float64Array:
    """Of each attribute; NaN where the labels have one class only."""
    nobody = np.zeros(len(labels), dtype=np.int64)
    return np.array(
        [
            rank_areas(of[there != 0], there[there != 0] > 0, groups=nobody[there != 0], count=0).auroc[0]
            for of, there in zip(logits.T, labels.T, strict=True)
        ]
    )
