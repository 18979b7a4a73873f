"""Comparing and counting on a GPU, by PyTorch."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.base.errors import ConfigError
from facegap.base.extras import install_command
from facegap.matching.pairs.grouped_embeddings import GroupedEmbeddings

if TYPE_CHECKING:
    import torch

BLOCK_ON_GPU = 4096
"""Rows and columns of a block there: half a gigabyte for scores, bins and masks."""


class TorchBlock(NamedTuple):
    """Scores of a block on the device.

    Attributes:
        scores: float32 (rows, columns).
        mated: bool (rows, columns), whether both are of one person.
        counts: bool (rows, columns), whether the pair is one that counts: of the upper triangle, and of two sources.
        excluded: int64 (), pairs of the upper triangle that don't.
        begin: the first row and the first column.
        groups: that of the rows, and of the columns.
    """

    scores: "torch.Tensor"
    mated: "torch.Tensor"
    counts: "torch.Tensor"
    excluded: "torch.Tensor"
    begin: tuple[int, int]
    groups: tuple[int, int]


def torch_device(name: str) -> "torch.device":
    """The device to compare on.

    Raises:
        ConfigError: PyTorch isn't installed, or it sees no GPU.
    """
    try:
        import torch
    except ImportError:
        command = install_command("train")
        msg = f"comparing on a GPU needs PyTorch, not installed here; run: {command}, or use the CPU"
        raise ConfigError(msg) from None
    if name == "cuda" and not torch.cuda.is_available():
        msg = f"PyTorch {torch.__version__} sees no NVIDIA GPU; check its driver, or use the CPU"
        raise ConfigError(msg)
    return torch.device(name)


def count_scores_on(
    device: "torch.device", grouped: GroupedEmbeddings, *, bins: int
) -> tuple[Int64Array, Int64Array, int]:
    """Histograms of mated and of non-mated scores, (groups, groups, bins), and how many pairs were left out.

    As ``count_scores`` on the CPU, up to the rounding of scores at the bounds of bins.
    """
    import torch

    counts = torch.zeros((grouped.groups, grouped.groups, 2 * bins), dtype=torch.int64, device=device)
    excluded = torch.zeros((), dtype=torch.int64, device=device)
    for block in sweep_on(device, grouped):
        at = ((block.scores + 1) * (bins / 2)).to(torch.int64).clamp_(0, bins - 1)
        at += torch.where(block.mated, 0, bins)
        at = torch.where(block.counts, at, 2 * bins)  # one bin more, for pairs that don't count
        counts[block.groups] += torch.bincount(at.ravel(), minlength=2 * bins + 1)[:-1]
        excluded += block.excluded
    mated, non_mated = np.split(counts.cpu().numpy(), 2, axis=-1)
    return mated, non_mated, int(excluded)


def sweep_on(device: "torch.device", grouped: GroupedEmbeddings) -> Iterator[TorchBlock]:
    """Multiply the blocks of all comparisons one after the other, in full float32."""
    import torch

    vectors = torch.from_numpy(grouped.vectors).to(device)
    people = torch.from_numpy(grouped.people).to(device)
    source = None if grouped.sources is None else torch.from_numpy(grouped.sources.end).to(device)
    row_numbers = torch.arange(grouped.images, device=device)
    with _full_precision(), torch.inference_mode():
        for row, row_end, column, column_end, g, h in grouped.blocks[:, 0].tolist():
            rows, columns = slice(row, row_end), slice(column, column_end)
            upper = row_numbers[rows, None] < row_numbers[columns]
            mated = people[rows, None] == people[columns]
            one_source = torch.zeros_like(upper) if source is None else upper & (source[rows, None] == source[columns])
            scores = vectors[rows] @ vectors[columns].T
            yield TorchBlock(scores, mated, upper & ~one_source, one_source.sum(), (row, column), (g, h))


@contextlib.contextmanager
def _full_precision() -> Iterator[None]:
    """No TensorFloat-32, of which scores have three digits only."""
    import torch

    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("highest")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)
