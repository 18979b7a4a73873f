"""What two processes work out together, and one alone."""

import warnings
from pathlib import Path

import numpy as np
import torch
from tests.recognize.heads.reference import shared_rng

from facegap.recognize.heads import MARGINS, ClassMatrix, make_margin
from facegap.recognize.heads.class_rows import first_rows
from facegap.training import SharedRandom

PROCESSES, EACH, DIMENSIONS = 2, 5, 16
CLASSES, MANY = 11, 90
STEPS = 2


def batches(classes):
    """For each step the embeddings and labels of all processes; labels of both halves, and once of one half only."""
    rng = np.random.default_rng(8)
    number = PROCESSES * EACH
    rows = first_rows(range(classes), DIMENSIONS, seed=4)
    for step in range(STEPS):
        labels = torch.from_numpy(rng.integers(classes if step == 0 else classes // 2, size=number))
        embeddings = torch.from_numpy(rng.normal(0, 6, (number, DIMENSIONS))).float()
        # One that is far beyond the guard, and one that is near its class, so that others are no hard ones.
        embeddings[1] = 0.2 * embeddings[1] - 3000 * rows[labels[1]]
        embeddings[-1] = 0.2 * embeddings[-1] + 3000 * rows[labels[-1]]
        yield embeddings, labels


def share(matrix):
    """Hand out the generator of a step, as the training loop does."""
    for part in matrix.modules():
        if isinstance(part, SharedRandom):
            part.share_rng(shared_rng())


def steps(name, *, classes, sample_rate, process, processes):
    """Loss, gradients and buffers of each step."""
    matrix = ClassMatrix(classes, DIMENSIONS, margin=make_margin(name), sample_rate=sample_rate, seed=4)
    matrix.shard(process=process, processes=processes)
    found = []
    each = PROCESSES * EACH // processes
    for step, (embeddings, labels) in enumerate(batches(classes)):
        mine = slice(process * each, (process + 1) * each)
        inputs = embeddings[mine].requires_grad_()
        torch.manual_seed(100 * step + process)
        share(matrix)
        loss = matrix(inputs, labels[mine])
        of_inputs, of_rows = torch.autograd.grad(loss, (inputs, matrix.weight))
        found.append(
            {"loss": loss.detach(), "embeddings": of_inputs, "rows": of_rows,
             "buffers": {name: value.clone() for name, value in matrix.named_buffers()}}
        )  # fmt: skip
    return found


def cases():
    """Arguments of ``steps`` by a name."""
    whole = {name: {"name": name, "classes": CLASSES, "sample_rate": 1.0} for name in MARGINS}
    all_sampled = {f"{name} all": {"name": name, "classes": CLASSES, "sample_rate": 0.99} for name in MARGINS}
    sampled = {f"{name} sampled": {"name": name, "classes": MANY, "sample_rate": 0.3} for name in MARGINS}
    return {**whole, **all_sampled, **sampled}


def work(process, folder):
    """One of the processes."""
    warnings.simplefilter("error")
    torch.set_num_threads(1)
    folder = Path(folder)
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{folder / 'meeting'}", rank=process, world_size=PROCESSES
    )
    found = {case: steps(**arguments, process=process, processes=PROCESSES) for case, arguments in cases().items()}
    torch.save(found, folder / f"{process}.pt")
    torch.distributed.destroy_process_group()
