import builtins

import numpy as np
import pytest
import torch
from tests.matching.scores import alike

from facegap.base.errors import ConfigError
from facegap.matching import count_scores
from facegap.matching.pairs.grouped_embeddings import group_embeddings
from facegap.matching.pairs.on_torch import count_scores_on, torch_device

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU"))]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("with_sources", [True, False])
def test_torch_counts_what_numba_counts(device: str, with_sources: bool) -> None:
    rng = np.random.default_rng(3)
    people, groups = rng.integers(0, 80, 900), rng.integers(0, 3, 900)
    sources = rng.integers(0, 700, 900) if with_sources else None
    vectors = alike(rng, people, 48)
    expected = count_scores(vectors, people, groups=groups, sources=sources, bins=1024)
    arranged = group_embeddings(vectors, people, groups=groups, sources=sources, block=256)
    mated, non_mated, excluded = count_scores_on(torch_device(device), arranged, bins=1024)
    assert excluded == expected.excluded
    for ours, theirs in ((mated, expected.mated), (non_mated, expected.non_mated)):
        assert np.array_equal(ours.sum(axis=-1), theirs.sum(axis=-1))
        # What rounding moves, it moves over one bound: the numbers up to each bound differ by few scores.
        assert np.abs(np.cumsum(ours - theirs, axis=-1)).max() <= 2


def test_the_precision_of_others_is_left_as_it_was() -> None:
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("medium")
    try:
        arranged = group_embeddings(np.eye(3, dtype=np.float32), np.arange(3), groups=None, sources=None)
        count_scores_on(torch_device("cpu"), arranged, bins=4)
        assert torch.get_float32_matmul_precision() == "medium"
    finally:
        torch.set_float32_matmul_precision(before)


def test_without_torch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def refuse(name: str, *arguments: object, **more: object) -> object:
        if name == "torch":
            raise ImportError(name)
        return imported(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ConfigError, match=r"pip install .*\[train\]', or use the CPU"):
        torch_device("cuda")
