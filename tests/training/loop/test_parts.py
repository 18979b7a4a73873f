import math
from pathlib import Path

import numpy as np
import pytest
import torch
from tests.training.small_task import SmallTask
from torch import nn

from facegap.base.errors import ConfigError, TrainingError
from facegap.training import LoopOptions
from facegap.training.data.batches import BatchPlan
from facegap.training.loop.averaging import AveragedWeights
from facegap.training.loop.guard import Guard
from facegap.training.loop.log import Log


def test_average_follows_its_formula() -> None:
    module = nn.Linear(1, 1, bias=False)
    average = AveragedWeights(module, 0.5)
    expected = module.weight.item()
    for step in range(30):
        with torch.no_grad():
            module.weight.fill_(step)
        average.update(step)
        decay = min(0.5, (1 + step) / (10 + step))
        expected = decay * expected + (1 - decay) * step
    with average.applied():
        assert module.weight.item() == pytest.approx(expected, rel=1e-5)
    assert module.weight.item() == 29


def test_every_cut_uses_the_same_images_in_each_step() -> None:
    order = np.random.default_rng(0).permutation(53)
    for pieces, devices in ((1, 1), (2, 3), (4, 1), (1, 6)):
        cuts = [list(BatchPlan(12, pieces, device, devices).micro_batches(order, start=1)) for device in range(devices)]
        assert {len(cut) for cut in cuts} == {3 * pieces}
        for step in range(3):
            rows = [piece.rows for cut in cuts for piece in cut[step * pieces : (step + 1) * pieces]]
            assert sorted(np.concatenate(rows)) == sorted(order[12 + 12 * step : 24 + 12 * step])
        for cut in cuts:
            assert all(np.array_equal(order[piece.start : piece.start + len(piece.rows)], piece.rows) for piece in cut)


def test_the_scaler_may_skip_a_few_steps_and_not_all(tmp_path: Path) -> None:
    guard = Guard(SmallTask(), tmp_path, scaled=True)

    def add(norm: float) -> None:
        guard.add(step=1, epoch=0, rows=np.arange(3), loss=torch.tensor(1.0), norm=torch.tensor(norm))

    for _ in range(3):
        for _ in range(20):
            add(math.inf)
        add(1.0)
    guard.check()
    for _ in range(21):
        add(math.inf)
    with pytest.raises(TrainingError, match=r"gradient norm of step 1 .*is inf; its 3 images"):
        guard.check()


def test_options_name_the_nearest_key() -> None:
    with pytest.raises(ConfigError, match="did you mean 'batch_size'"):
        LoopOptions.from_dict({"batchsize": 3}, where="here")
    with pytest.raises(ConfigError, match="average"):
        LoopOptions.from_dict({"average": 1.0}, where="here")


def test_the_log_is_json_even_of_nan(tmp_path: Path) -> None:
    log = Log(tmp_path, keep=0, step=0, tensorboard=False)
    log.write(3, {"loss": math.nan, "right": 0.5})
    kept = log.tell()
    log.write(4, {"loss": 1.0})
    log.close()
    Log(tmp_path, keep=kept, step=3, tensorboard=False).close()
    assert (tmp_path / "log.jsonl").read_text() == '{"step": 3, "loss": null, "right": 0.5}\n'
