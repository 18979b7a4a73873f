"""The rows of a class matrix that a trained backbone suggests: the mean embedding of a few images of each person."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from facegap.engine import ProgressReport, Silent
from facegap.engine.progress import reporting
from facegap.recognize.people import People
from facegap.recognize.recognizer import Recognizer
from facegap.training import TRAIN, LoopOptions, TrainingImages, accelerator_of, batches_of, precision_of

_IMAGES = 5
"""Images of a person that are averaged, at most."""
_AT_A_TIME = 128


def class_means(
    recognizer: Recognizer,
    people: People,
    images: TrainingImages,
    loop: LoopOptions,
    *,
    progress: ProgressReport | None = None,
) -> Tensor:  # fmt: skip
    """Of each person who trains, the mean of the unit embeddings of the first five images.

    Rows that begin so are near their people at once, where random ones take a step in which the person comes to turn
    up there, which is rare where people are many (weight imprinting, Qi et al. 2018).

    Args:
        recognizer: whose backbone knows faces; it is left on the CPU.
        people: who trains.
        images: their images.
        loop: says on which device and in what precision.
        progress: told of the images.

    Returns:
        Unit vectors, float32 (classes, d), on the CPU.

    Raises:
        ConfigError: the loop wants GPUs that aren't there.
    """
    training = people.of_part(TRAIN)
    order = training[np.argsort(people.person[training], kind="stable")]
    person = people.person[order]
    place = np.arange(len(order)) - np.searchsorted(person, person)
    order, person = order[place < _IMAGES], torch.from_numpy(person[place < _IMAGES])
    device, told = accelerator_of(loop), progress or Silent()
    recognizer.to(device).eval()
    embeddings = []
    with torch.no_grad(), precision_of(loop), reporting(told, what="means", rows=len(order), done=0):
        for batch in images.batches(None, batches_of(order, size=_AT_A_TIME)):
            embeddings.append(functional.normalize(recognizer.embed(batch["images"].to(device)).float()).cpu())
            told.advance(len(batch["images"]))
    recognizer.cpu()
    sums = torch.zeros(people.classes, embeddings[0].shape[1])
    return functional.normalize(sums.index_add(0, person, torch.cat(embeddings)))
