"""A recognizer's training as the training loop takes it."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import nn

from facegap.base.arrays import Int64Array
from facegap.faceset import IMAGES, sha256
from facegap.recognize.configuration import RecognizerTraining
from facegap.recognize.people import People
from facegap.recognize.recognizer import Recognizer, start_weights
from facegap.recognize.validation import FNMR, Compared, separation
from facegap.training import (
    TRAIN,
    Batch,
    EpochSelection,
    HeldOutShare,
    Loss,
    MicroBatch,
    Schedule,
    TrainingImages,
    batches_of,
    cosine,
    milestones,
    mixed_sources,
    parameter_groups,
    sgd,
)

_AT_A_TIME = 256


class RecognizerTask:
    """Learns to tell the training people apart; FNMR among the held-out people chooses the epoch.

    Args:
        config: The configuration of the training.
        people: Who trains and who is held out.
        compared: The images that choose the epoch.
        images: The images of all people.
        recognizer: The network that is trained.
        seed: The seed of the order of the images.
    """

    selection = EpochSelection(FNMR, higher=False)
    version = 2

    def __init__(
        self, config: RecognizerTraining, people: People, compared: Compared, images: TrainingImages,
        recognizer: Recognizer, *,
        seed: int,
    ) -> None:  # fmt: skip
        self.module: nn.Module = recognizer
        self._config, self._people, self._compared, self._images, self._seed = config, people, compared, images, seed
        self._person = torch.from_numpy(people.person)
        training = people.of_part(TRAIN)
        self._sources = [training[people.source[training] == at] for at in range(len(people.sets))]
        self._length = config.images_per_epoch or len(training)
        counts = [
            len(np.unique(people.person[rows])) if config.sampling == "people" else len(rows) for rows in self._sources
        ]
        self._weights = [source.weight or count for source, count in zip(config.sets, counts, strict=True)]

    def settings(self) -> dict[str, Any]:
        card = {"summary", "license", "terms", "commercial_use", "training_data"}
        content = self._config.for_fingerprint(exclude={"loop", "seeds", "name"} | card)
        for source in content["sets"]:
            del source["path"]
        if start := content["backbone"].pop("start"):
            content["backbone"]["start"] = sha256(start_weights(start))
        people = self._people
        return {
            "task": "recogniser",
            "version": self.version,
            "config": content,
            "seed": self._seed,
            "sets": [faceset.layer(IMAGES).content for faceset in people.sets],
            "people": hashlib.sha256(people.person.tobytes() + people.part.tobytes()).hexdigest(),
        }

    def optimizer(self) -> torch.optim.Optimizer:
        options = self._config.optimizer
        parts = ((self.module.backbone, options.encoder_rate), (self.module.head, options.head_rate))
        groups = [
            group
            for part, factor in parts
            for group in parameter_groups(part, weight_decay=options.weight_decay, lr=options.learning_rate * factor)
        ]
        made: torch.optim.Optimizer = sgd(groups, lr=options.learning_rate, momentum=options.momentum)
        return made

    def schedule(self, *, steps: int, epochs: int) -> Schedule:
        options = self._config.optimizer
        warm_up = min(round(options.warm_up * steps), steps * epochs - 1)
        if options.schedule == "cosine":
            return cosine(steps=steps * epochs, warmup=warm_up)
        return milestones([epoch * steps for epoch in options.milestones], steps=steps * epochs, warmup=warm_up)

    def order(self, epoch: int) -> Int64Array:
        return mixed_sources(
            self._sources, self._weights, length=self._length, seed=self._seed, epoch=epoch,
            people=self._people.person if self._config.sampling == "people" else None,
        )  # fmt: skip

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        for batch in self._images.batches(epoch, micro_batches):
            yield {"images": batch["images"], "people": self._person[batch["rows"]]}

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        loss, norm = module(batch["images"], batch["people"])
        return Loss(loss, {"embedding_norm": norm})

    def validate(self, module: nn.Module) -> Mapping[str, float]:
        device = next(module.parameters()).device
        embeddings = [
            module.embed(batch["images"].to(device)).float().cpu().numpy()
            for batch in self._images.batches(None, batches_of(self._compared.images, size=_AT_A_TIME))
        ]
        return separation(np.concatenate(embeddings), self._compared.person, fmr=self._config.validation.fmr)

    def image_ids(self, rows: Int64Array) -> list[str]:
        return self._images.image_ids(rows)

    @staticmethod
    def held_out_of_set(settings: Mapping[str, Any], at: int) -> HeldOutShare:
        """Who of the set of a number is held out, by a task's settings."""
        config = settings["config"]
        validation = config["validation"]
        share = 0.0 if config["sets"][at]["train_only"] else validation["people"]
        return HeldOutShare(share, by=f"seed {validation['seed']}")
