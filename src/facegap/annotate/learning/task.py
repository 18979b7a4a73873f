"""An annotator's training in the form that the training loop takes."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import nn

from facegap.annotate.learning.building import starting_weights
from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.examples import Examples
from facegap.annotate.learning.inputs import Inputs
from facegap.annotate.learning.loss import AttributeLoss, LabelWeights
from facegap.annotate.trust.measures import rank_areas
from facegap.base.arrays import Float32Array, Float64Array, Int8Array, Int64Array
from facegap.faceset import IMAGES, sha256
from facegap.models import SoftmaxFamily
from facegap.training import (
    TRAIN,
    VALIDATION,
    Batch,
    EpochSelection,
    HeldOutShare,
    Loss,
    MicroBatch,
    Schedule,
    adamw,
    cosine,
    mixed_sources,
    parameter_groups,
)

_BATCH_SIZE = 256


class AttributeTask:
    """Training of one network; the mean AUROC on the validation people chooses the epoch.

    Args:
        config: The configuration of the training.
        examples: The examples with everyone's labels.
        inputs: The inputs of the examples.
        network: The network that is trained.
        families: The families of attributes that are trained with a softmax.
        member: The network's number in an ensemble, which is added to the seed.
    """

    selection = EpochSelection("auroc", higher=True)
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
        self._rows_of_set = [training[examples.source[training] == number] for number in range(len(examples.sets))]
        self._validation = examples.of_part(VALIDATION)
        self._labels = torch.from_numpy(examples.labels)
        weights = LabelWeights.balancing(examples.labels[training], balance=config.optimizer.balance)
        self.learnt = weights.learnt
        self._loss = AttributeLoss(weights, families, examples.attributes)

    def settings(self) -> dict[str, Any]:
        card = {"name", "summary", "license", "terms", "commercial_use", "training_data", "limits"}
        content = self._config.for_fingerprint(exclude={"loop", "trust", "members", "vocabulary"} | card)
        for source in content["sets"]:
            del source["path"], source["vocabulary"]
        if start := content["network"].pop("start"):
            content["network"]["start"] = sha256(starting_weights(start, member=self._member))
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
        optimizer: torch.optim.Optimizer = adamw(groups, lr=options.learning_rate)
        return optimizer

    def schedule(self, *, steps: int, epochs: int) -> Schedule:
        return cosine(steps=steps * epochs, warmup=int(self._config.optimizer.warm_up * steps * epochs))

    def order(self, epoch: int) -> Int64Array:
        sets = zip(self._rows_of_set, self._config.sets, strict=True)
        weights = [len(rows) * source.weight for rows, source in sets]
        length = sum(map(len, self._rows_of_set))
        return mixed_sources(self._rows_of_set, weights, length=length, seed=self._seed, epoch=epoch)

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        for batch in self._inputs.batches(epoch, micro_batches):
            yield {**batch, "labels": self._labels[batch["rows"]]}

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        logits, _ = module(self._inputs.tensor(batch))
        return Loss(self._loss.to(logits.device)(logits, batch["labels"]))

    def validate(self, module: nn.Module) -> Mapping[str, float]:
        logits = predict_logits(module, self._inputs, self._validation)
        labels = self._examples.labels[self._validation]
        device = next(module.parameters()).device
        loss = self._loss.to(device)(torch.from_numpy(logits).to(device), torch.from_numpy(labels).to(device))
        return {"auroc": float(np.nanmean(_aurocs(logits, labels))), "loss": float(loss)}

    def image_ids(self, rows: Int64Array) -> list[str]:
        return self._examples.image_ids(rows)


def held_out_of_set(settings: Mapping[str, Any], number: int) -> HeldOutShare:
    """Say who of a set was held out of a training, by the settings of its task.

    Args:
        settings: What ``AttributeTask.settings`` returned.
        number: The number of the set in the configuration, from 0.
    """
    config = settings["config"]
    source, split = config["sets"][number], config["split"]
    if source.get("partition"):
        return HeldOutShare(None, by=f"the partition of {source['labels']!r}")
    share = 0.0 if source["train_only"] else split["validation"] + split["test"]
    return HeldOutShare(share, by=f"seed {config['seed']}")


def predict_logits(module: nn.Module, inputs: Inputs, rows: Int64Array) -> Float32Array:
    """Compute the logits of some examples, without augmentation.

    Args:
        module: A network or an ensemble.
        inputs: The inputs of all examples.
        rows: int64 (n,), the numbers of the examples.

    Returns:
        float32 (n, attributes), or (n, members, attributes) for an ensemble.
    """
    device = next(module.parameters()).device
    micro_batches = (MicroBatch(start, rows[start : start + _BATCH_SIZE]) for start in range(0, len(rows), _BATCH_SIZE))
    with torch.no_grad():
        logits = []
        for batch in inputs.batches(None, micro_batches):
            on_device = {name: tensor.to(device) for name, tensor in batch.items()}
            logits.append(module(inputs.tensor(on_device))[0].float().cpu())
    return np.asarray(torch.cat(logits).numpy())


def _aurocs(logits: Float32Array, labels: Int8Array) -> Float64Array:
    """The AUROC of each attribute; NaN where the labels have one class only."""
    one_group = np.zeros(len(labels), dtype=np.int64)
    aurocs = []
    for scores, truth in zip(logits.T, labels.T, strict=True):
        decided = truth != 0
        areas = rank_areas(scores[decided], truth[decided] > 0, groups=one_group[decided], count=0)
        aurocs.append(areas.auroc[0])
    return np.array(aurocs)
