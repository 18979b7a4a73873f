"""The rows of a class matrix that a trained backbone suggests: the mean embedding of each person."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from facegap.recognize.faces import Faces
from facegap.recognize.people import People
from facegap.recognize.recogniser import Recogniser
from facegap.training import TRAIN

_IMAGES = 5
"""Images of a person that are averaged, at most."""
_AT_A_TIME = 128


def class_means(recogniser: Recogniser, people: People, faces: Faces) -> Tensor:
    """Unit vectors, float32 (classes, d): of each person who trains the mean of unit embeddings of the first images.

    Rows that begin so are near their people at once, where random ones take a step in which the person comes to turn
    up there, which is rare where people are many (weight imprinting, Qi et al. 2018).
    """
    training = people.of_part(TRAIN)
    order = training[np.argsort(people.person[training], kind="stable")]
    person = people.person[order]
    place = np.arange(len(order)) - np.searchsorted(person, person)
    order, person = order[place < _IMAGES], torch.from_numpy(person[place < _IMAGES])
    device = next(recogniser.parameters()).device
    recogniser.eval()
    with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
        embeddings = [
            functional.normalize(recogniser.embed(images.to(device)).float()).cpu()
            for images in faces.plain(order, at_a_time=_AT_A_TIME)
        ]
    sums = torch.cat(embeddings).new_zeros(people.classes, embeddings[0].shape[1])
    return functional.normalize(sums.index_add(0, person, torch.cat(embeddings)))
