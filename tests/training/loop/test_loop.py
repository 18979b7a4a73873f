import json
import sys
from pathlib import Path

import pytest
import torch
from lightning_fabric.accelerators.mps import MPSAccelerator
from safetensors.torch import load_file
from tests.training.small_task import SmallTask, StarvedTask

from facegap.base.errors import ConfigError, TrainingError
from facegap.training import BEST, LAST, History, LoopOptions, train

OPTIONS = LoopOptions(
    epochs=3, batch_size=10, accelerator="cpu", checkpoint_every=3, log_every=2, average=0.9, clip_norm=1.0
)


def state(folder: Path) -> dict:
    return torch.load(folder / LAST, weights_only=True)


def assert_same(one: dict, other: dict) -> None:
    assert one.keys() == other.keys()
    for name in ("module", "optimizer", "average", "epoch_loss", "step", "best_epoch", "precision"):
        torch.testing.assert_close(one[name], other[name], rtol=0, atol=0)
    for mine, theirs in zip(one["epochs"], other["epochs"], strict=True):
        assert {**mine, "seconds": 0} == {**theirs, "seconds": 0}


def test_learns_and_keeps_the_best_epoch(tmp_path: Path) -> None:
    task = SmallTask(scores=(0.2, 0.9, 0.9, 0.4))
    history = train(task, OPTIONS.model_copy(update={"epochs": 4, "average": 0.0}), tmp_path, seed=1)
    assert history.best_epoch == 1
    assert history.best.numbers == {"accuracy": 0.9}
    assert not history.stopped_early
    assert [record.step for record in history.epochs] == [4, 8, 12, 16]
    assert history.epochs[-1].loss < history.epochs[0].loss
    best = load_file(tmp_path / BEST)
    assert best.keys() == task.module.state_dict().keys()
    assert not torch.equal(best["0.weight"], task.module.state_dict()["0.weight"])


def test_log_has_a_line_every_few_steps_and_one_an_epoch(tmp_path: Path) -> None:
    train(SmallTask(), OPTIONS, tmp_path, seed=1)
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    steps = [line for line in lines if "loss" in line]
    assert [line["step"] for line in steps] == [2, 4, 6, 8, 10, 12]
    assert steps[0].keys() >= {"epoch", "seconds", "samples_per_second", "learning_rate", "gradient_norm", "right"}
    assert [line["step"] for line in lines if "validation/accuracy" in line] == [4, 8, 12]


@pytest.mark.parametrize("precision", ["32-true", "bf16-mixed", "16-mixed"])
def test_killed_at_any_step_it_ends_the_same(tmp_path: Path, precision: str) -> None:
    options = OPTIONS.model_copy(update={"precision": precision})
    history = train(SmallTask(), options, tmp_path / "whole", seed=1)
    whole = state(tmp_path / "whole")
    for die_at in (0, 2, 3, 4, 7, 11) if precision == "32-true" else (5,):
        folder = tmp_path / f"died-{die_at}"
        with pytest.raises(KeyboardInterrupt):
            train(SmallTask(die_at=die_at), options, folder, seed=1)
        again = SmallTask()
        resumed = train(again, options, folder, seed=1)
        assert len(again.used) <= 12 - die_at + 2
        assert_same(state(folder), whole)
        assert (folder / BEST).read_bytes() == (tmp_path / "whole" / BEST).read_bytes()
        assert numbers(resumed) == numbers(history)
        lines = (folder / "log.jsonl").read_text().splitlines()
        assert [json.loads(line)["step"] for line in lines] == [
            json.loads(line)["step"] for line in (tmp_path / "whole" / "log.jsonl").read_text().splitlines()
        ]


def numbers(history: History) -> list:
    return [(record.step, record.loss, record.numbers) for record in history.epochs]


def test_a_finished_run_returns_at_once(tmp_path: Path) -> None:
    history = train(SmallTask(), OPTIONS, tmp_path, seed=1)
    before = (tmp_path / LAST).stat().st_mtime_ns
    task = SmallTask()
    assert train(task, OPTIONS, tmp_path, seed=1) == history
    assert not task.used
    assert (tmp_path / LAST).stat().st_mtime_ns == before


def test_another_configuration_is_refused(tmp_path: Path) -> None:
    train(SmallTask(), OPTIONS, tmp_path, seed=1)
    with pytest.raises(ConfigError, match=r"loop.epochs was 3, is 4; seed was 1, is 2; task.seed was 3, is 5"):
        train(SmallTask(seed=5), OPTIONS.model_copy(update={"epochs": 4}), tmp_path, seed=2)
    train(SmallTask(), OPTIONS.model_copy(update={"log_every": 7}), tmp_path, seed=1)
    (tmp_path / LAST).write_bytes(b"none")
    with pytest.raises(ConfigError, match="not a checkpoint"):
        train(SmallTask(), OPTIONS, tmp_path, seed=1)


def test_patience_ends_it(tmp_path: Path) -> None:
    task = SmallTask(scores=(0.5, 0.7, 0.6, 0.7, 0.9))
    history = train(task, OPTIONS.model_copy(update={"epochs": 5, "patience": 2}), tmp_path, seed=1)
    assert history.stopped_early
    assert len(history.epochs) == 4
    assert history.best_epoch == 1
    assert train(SmallTask(), OPTIONS.model_copy(update={"epochs": 5, "patience": 2}), tmp_path, seed=1) == history


def test_nan_stops_and_names_the_images(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"the loss of step 1 .*is nan; its 10 images"):
        train(SmallTask(bad=(int(SmallTask().order(0)[12]),)), OPTIONS, tmp_path, seed=1)
    bad = json.loads((tmp_path / "bad-batch.json").read_text())
    assert bad["image_ids"] == [f"point-{row}" for row in SmallTask().order(0)[10:20]]
    assert bad["loss"] == "nan"


def test_validation_without_a_number_stops(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="gave nan for accuracy"):
        train(SmallTask(scores=(float("nan"),)), OPTIONS, tmp_path, seed=1)


def test_pieces_and_whole_batches_agree(tmp_path: Path) -> None:
    def weights(folder: str, accumulate: int) -> dict:
        task = SmallTask(dropout=0.0, norm=False)
        train(task, OPTIONS.model_copy(update={"accumulate": accumulate}), tmp_path / folder, seed=1)
        return task.module.state_dict()

    torch.testing.assert_close(weights("pieces", 5), weights("whole", 1), rtol=1e-5, atol=1e-6)


def test_two_processes_equal_one(tmp_path: Path) -> None:
    ends = []
    for devices in (1, 2):
        options = OPTIONS.model_copy(update={"devices": devices, "epochs": 2})
        history = train(SmallTask(dropout=0.0, norm=False), options, tmp_path / str(devices), seed=1)
        ends.append((state(tmp_path / str(devices)), history))
    torch.testing.assert_close(ends[0][0]["module"], ends[1][0]["module"], rtol=0, atol=1e-5)
    assert numbers(ends[1][1])[0][1] == pytest.approx(numbers(ends[0][1])[0][1], abs=1e-5)


@pytest.mark.skipif(sys.platform != "linux", reason="gives threads a priority of their own, as Linux does")
def test_processes_end_well_however_late_their_threads(tmp_path: Path) -> None:
    history = train(StarvedTask(), OPTIONS.model_copy(update={"devices": 2}), tmp_path, seed=1)
    assert len(history.epochs) == 3


def test_bad_options(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be shared by 1 devices in 3 micro-batches"):
        train(SmallTask(), OPTIONS.model_copy(update={"accumulate": 3}), tmp_path, seed=1)
    with pytest.raises(ConfigError, match="more than the 40 images"):
        train(SmallTask(), OPTIONS.model_copy(update={"batch_size": 64}), tmp_path, seed=1)


def test_more_devices_than_gpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    for accelerator in ("auto", "cuda"):
        options = OPTIONS.model_copy(update={"accelerator": accelerator, "devices": 2})
        with pytest.raises(ConfigError, match=r"devices = 2 is more than the GPUs .* \(1\)"):
            train(SmallTask(), options, tmp_path, seed=1)


def test_only_processors_and_gpus_of_cuda_train(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(MPSAccelerator, "is_available", lambda: True)  # a Mac's GPU, which Fabric would take
    train(SmallTask(), OPTIONS.model_copy(update={"accelerator": "auto"}), tmp_path, seed=1)
    with pytest.raises(ConfigError, match="PyTorch finds no GPU here"):
        train(SmallTask(), OPTIONS.model_copy(update={"accelerator": "cuda"}), tmp_path / "gpu", seed=1)


def test_tensorboard_on_request(tmp_path: Path) -> None:
    train(SmallTask(), OPTIONS.model_copy(update={"tensorboard": True}), tmp_path, seed=1)
    assert list((tmp_path / "tensorboard").iterdir())


@pytest.mark.parametrize("before", [False, True])
def test_how_convolutions_are_chosen_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    monkeypatch.setattr(torch.backends.cudnn, "deterministic", before)
    seen = []
    monkeypatch.setattr(SmallTask, "image_ids", lambda *_: seen.append(torch.backends.cudnn.deterministic) or ["x"])
    with pytest.raises(TrainingError):
        train(SmallTask(bad=(0,)), OPTIONS, tmp_path, seed=1)
    assert seen == [True]
    assert torch.backends.cudnn.deterministic == before


def test_a_checkpoint_from_before_there_were_phases_is_gone_on_from(tmp_path: Path) -> None:
    history = train(SmallTask(), OPTIONS, tmp_path / "whole", seed=1)
    with pytest.raises(KeyboardInterrupt):
        train(SmallTask(die_at=7), OPTIONS, tmp_path / "old", seed=1)
    old = state(tmp_path / "old")
    assert old.keys() >= {"optimizer", "epoch_loss"}
    assert old["epoch_loss"].shape == ()
    for record in old["epochs"]:
        assert record.pop("phases") == {}
    torch.save(old, tmp_path / "old" / LAST)
    assert numbers(train(SmallTask(), OPTIONS, tmp_path / "old", seed=1)) == numbers(history)
    assert_same(state(tmp_path / "old"), state(tmp_path / "whole"))


def test_the_callers_random_numbers_are_left_alone(tmp_path: Path) -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    train(SmallTask(), OPTIONS, tmp_path, seed=1)
    torch.testing.assert_close(torch.rand(3), expected)
