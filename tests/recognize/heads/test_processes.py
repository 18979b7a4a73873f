from pathlib import Path

import numpy as np
import pytest
import torch
from tests.recognize.heads.reference import loss_of
from tests.recognize.heads.sharded_matrix import CLASSES, DIMENSIONS, EACH, MANY, PROCESSES, batches, cases, steps, work

from facegap.recognize.heads.class_rows import first_rows, rows_of_process

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Results of each process by case."""
    folder = tmp_path_factory.mktemp("processes")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))  # where the processes find this package
        torch.multiprocessing.spawn(work, (str(folder),), nprocs=PROCESSES)
    return [torch.load(folder / f"{process}.pt") for process in range(PROCESSES)]


def _close(mine, expected):
    torch.testing.assert_close(mine, expected, rtol=1e-5, atol=1e-5 * float(expected.abs().max()))


@pytest.mark.parametrize("case", [case for case in cases() if not case.endswith("sampled")])
def test_two_processes_equal_one(found, case):
    arguments = cases()[case] | {"sample_rate": 1.0}
    alone = steps(**arguments, process=0, processes=1)
    for step, one in enumerate(alone):
        two = [process[case][step] for process in found]
        for each in two:
            _close(each["loss"], one["loss"])
            for name, value in one["buffers"].items():
                _close(each["buffers"][name], value)
        # DistributedDataParallel averages over the processes what it gets from each one's images.
        _close(torch.cat([each["embeddings"] for each in two]) / PROCESSES, one["embeddings"])
        assert all(each["rows"].is_sparse == case.endswith("all") for each in two)
        _close(torch.cat([each["rows"].to_dense() for each in two]), one["rows"])


@pytest.mark.parametrize("case", [case for case in cases() if case.endswith("sampled")])
def test_two_processes_sample_each_its_own(found, case):
    halves = [rows_of_process(process, processes=PROCESSES, classes=MANY) for process in range(PROCESSES)]
    every_row = first_rows(range(MANY), DIMENSIONS, seed=4).double()
    drawn = []
    for step, (embeddings, labels) in enumerate(batches(MANY)):
        two = [process[case][step] for process in found]
        assert torch.equal(two[0]["loss"], two[1]["loss"])
        chosen = [each["rows"].coalesce().indices()[0] + half.start for each, half in zip(two, halves, strict=True)]
        assert [len(each) for each in chosen] == [14, 14]  # 30 % of 45, rounded up
        together = torch.cat(chosen)
        assert set(labels.tolist()) <= set(together.tolist())
        drawn.append(set(together.tolist()))
        # All that the loss has seen are these rows.
        about = {name.rpartition(".")[2]: float(value) for name, value in two[0]["buffers"].items()} | {"training": 1}
        places = np.searchsorted(together.numpy(), labels.numpy())
        name = case.split()[0].removesuffix("-detached")
        expected = loss_of(name, embeddings, every_row[together], places, about)
        assert two[0]["loss"].item() == pytest.approx(expected, rel=1e-5)
        assert all(each["embeddings"].shape == (EACH, DIMENSIONS) for each in two)
    assert drawn[0] != drawn[1]


def test_examples_are_of_every_kind():
    """One is beyond the guard, and there are classes that are hard and some that aren't."""
    embeddings, labels = next(batches(CLASSES))
    rows = first_rows(range(CLASSES), DIMENSIONS, seed=4)
    cosines = torch.nn.functional.normalize(embeddings) @ torch.nn.functional.normalize(rows).T
    own = cosines.gather(1, labels[:, None])
    hard = cosines > torch.cos(own.acos() + 0.5)
    assert own.min() < -0.88
    assert hard.any()
    assert not hard.all()
    assert set((labels < CLASSES // 2).tolist()) == {True, False}
