"""The last layer of a recognizer in training: a row for each person, whole or split over processes."""

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from facegap.recognize.heads.class_rows import first_rows, rows_of_process, sample
from facegap.recognize.heads.collectives import gather_values, gather_with_gradient, sum_over_processes
from facegap.recognize.heads.cross_entropy import cross_entropy
from facegap.recognize.heads.margin import Margin


class ClassMatrix(nn.Module):
    """Cross entropy of scale · cosine between embeddings and the rows of all classes, with a margin and its penalty.

    Cosines are in float32, under autocast too (in float64 where the module is). Sharded over processes, each has the
    rows of some classes, and works out their logits for the images of all processes; the softmax runs over all rows,
    and the result is that of one process with all images and rows, but for rounding.

    With ``sample_rate`` below 1 (PartialFC, An et al., 2022) only some rows take part in a step, those of the batch's
    classes and others at random, and ``weight`` gets a sparse gradient of these rows. The draw is from PyTorch's own
    random numbers, which the training loop sets anew before every step: so a run that is taken up again draws the same.

    >>> from facegap.recognize.heads import make_margin
    >>> matrix = ClassMatrix(classes=100, dimensions=8, margin=make_margin("cosface"))
    >>> matrix.shard(process=0, processes=1)
    >>> loss = matrix(torch.ones(4, 8), torch.tensor([0, 5, 5, 99]))
    >>> loss.shape
    torch.Size([])

    Args:
        classes: There are so many people.
        dimensions: An embedding has so many numbers.
        margin: It changes the cosines.
        scale: The cosines are multiplied by it, s of the papers.
        sample_rate: The share of this process's classes that take part in a step, above 0 and up to 1. They are never
            fewer than the step's images, so that how many they are is known without waiting for the device.
        seed: The rows' first values depend on it.

    Attributes:
        weight: float32 (rows, dimensions), those of this process; None until ``shard``.
        sharded: names of the tensors that differ between processes.

    Raises:
        ValueError: a number is out of its range.
    """

    sharded = ("weight",)
    weight: Any

    def __init__(
        self, classes: int, dimensions: int, *, margin: Margin, scale: float = 64.0, sample_rate: float = 1.0,
        seed: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        if classes < 1 or dimensions < 1 or not scale > 0 or not 0 < sample_rate <= 1:
            msg = f"no class matrix of {classes} × {dimensions} with scale {scale} and sample_rate {sample_rate}"
            raise ValueError(msg)
        self.classes = classes
        self.dimensions = dimensions
        self.margin = margin
        self.scale = scale
        self.sample_rate = sample_rate
        self.seed = seed
        self._rows = range(0)
        self._processes = 1
        self.register_parameter("weight", None)

    def shard(self, *, process: int, processes: int) -> None:
        """Keep the rows of one process: make them, or take them out of the whole matrix where that is there.

        Args:
            process: number of this one, from 0.
            processes: how many there are; each has consecutive classes, in the order of the processes.

        Raises:
            ValueError: there is no such process, more than classes, or the rows of another process are here.
        """
        rows = rows_of_process(process, processes=processes, classes=self.classes)
        if self.weight is None:
            self.weight = nn.Parameter(first_rows(rows, self.dimensions, seed=self.seed))
        elif rows != self._rows:
            if len(self._rows) < self.classes:
                msg = f"these are the rows of classes {self._rows.start} to {self._rows.stop - 1}; others can't be kept"
                raise ValueError(msg)
            self.weight = nn.Parameter(self.weight.detach()[rows.start : rows.stop].clone())
        self._rows = rows
        self._processes = processes

    def begin_with(self, rows: Tensor) -> None:
        """Before ``shard``: begin with these rows, float (classes, dimensions), instead of random ones."""
        self.weight = nn.Parameter(rows.float().clone())
        self._rows = range(self.classes)

    @torch.compiler.disable  # type: ignore[untyped-decorator]  # it can't follow the sampling, and has nothing to gain
    def forward(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """The loss.

        Args:
            embeddings: float (n, dimensions), of any length; the same n in each process.
            labels: int64 (n,), classes from 0.

        Returns:
            Mean over all processes' images, the same in each. Its gradient with respect to the embeddings is as many
            times larger as there are processes, because averaging over processes follows; that of the rows is not.
            NaN where an embedding is no number, and where a label is out of range and not on the CPU, since to look
            at it there would wait for the device at each step.

        Raises:
            ValueError: a label is out of range (labels on the CPU only).
            RuntimeError: ``shard`` wasn't called.
        """
        if self.weight is None:
            msg = "the class matrix has no rows yet; call shard first"
            raise RuntimeError(msg)
        with torch.autocast(embeddings.device.type, enabled=False):
            embeddings = embeddings.to(self.weight.dtype)
            if self._processes > 1:
                embeddings, labels = gather_with_gradient(embeddings), gather_values(labels)
            valid = (labels >= 0) & (labels < self.classes)
            if labels.device.type == "cpu" and not valid.all():
                msg = (
                    f"label {int(labels[~valid][0])}, but the class matrix has {self.classes} classes, numbered from 0"
                )
                raise ValueError(msg)
            loss = self._loss(embeddings, labels - self._rows.start)
            return torch.where(valid.all(), loss, math.nan)

    def _loss(self, embeddings: Tensor, places: Tensor) -> Tensor:
        """With the place of each image's class among the rows; others have it where it is none of them."""
        here = (places >= 0) & (places < len(self._rows))
        places = torch.where(here, places, 0)
        rows = self.weight
        if self.sample_rate < 1:
            least = max(math.ceil(self.sample_rate * len(self._rows)), len(places))
            chosen = sample(len(self._rows), places, here, number=min(least, len(self._rows)))
            places = torch.searchsorted(chosen, places) * here
            rows = functional.embedding(chosen, self.weight, sparse=True)
        cosines = cosines_with(functional.normalize(embeddings), rows)
        own = torch.where(here, cosines.gather(1, places[:, None])[:, 0], 0).clamp(-1, 1)
        if self._processes > 1:
            own = torch.where(here, own, sum_over_processes(own.detach()))
        norms = embeddings.norm(dim=1)
        target = self.margin.target(own, norms)
        others = self.margin.others(cosines, own.detach())
        loss = cross_entropy(others, target, places, here, scale=self.scale, processes=self._processes)
        penalty = self.margin.penalty(norms)
        if penalty is None:
            return loss
        # All processes have the whole value; the gradient of an image's comes from the one that has its class.
        return loss + torch.where(here, penalty, penalty.detach()).mean()


class _Cosines(torch.autograd.Function):
    # What autograd would keep and make has the size of the matrix several times over; this makes its gradient only.

    @staticmethod
    def forward(ctx: Any, directions: Tensor, rows: Tensor) -> Tensor:
        shrink = rows.norm(dim=1).clamp_min(1e-12).reciprocal()
        cosines = (directions @ rows.T).mul_(shrink)
        ctx.save_for_backward(directions, rows, shrink, cosines)
        return cosines

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor]:
        directions, rows, shrink, cosines = ctx.saved_tensors
        along = torch.linalg.vecdot(gradient, cosines, dim=0) * shrink.square()
        gradient = gradient * shrink
        return gradient @ rows, (gradient.T @ directions).addcmul_(rows, along[:, None], value=-1)


def cosines_with(directions: Tensor, rows: Tensor) -> Tensor:
    """Cosines between directions and rows; the gradient can't be differentiated again.

    Args:
        directions: (n, d), of length 1.
        rows: (c, d), of any length but 0.

    Returns:
        (n, c), in [−1, 1] but for rounding.
    """
    cosines: Tensor = _Cosines.apply(directions, rows)
    return cosines
