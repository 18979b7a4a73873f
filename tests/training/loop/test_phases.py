"""Several optimizers that take turns in the one loop."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tests.interrupting import interrupt
from tests.training.phased_task import PhasedTask, betas

from facegap.base.errors import TrainingError
from facegap.training import BEST, LAST, BatchPlan, LoopOptions, Phase, cosine, train
from facegap.training.task import phases_of

OPTIONS = LoopOptions(epochs=3, batch_size=10, accelerator="cpu", checkpoint_every=3, log_every=2, average=0.9)


def state(folder: Path) -> dict[str, Any]:
    """The last checkpoint without times."""
    content = torch.load(folder / LAST, weights_only=True)
    for timed in (content, *content["epochs"]):
        del timed["seconds"]
    del content["log_bytes"], content["settings"]  # of text, which assert_close doesn't compare
    return content


def log(folder: Path) -> list[dict[str, float]]:
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [{name: value for name, value in line.items() if "second" not in name} for line in lines]


def epoch_lines(folder: Path) -> list[dict[str, float]]:
    return [line for line in log(folder) if "epoch_loss" in line]


def assert_same(folder: Path, whole: Path) -> None:
    torch.testing.assert_close(state(folder), state(whole), rtol=0, atol=0)
    assert [line["step"] for line in log(folder)] == [line["step"] for line in log(whole)]
    assert epoch_lines(folder) == epoch_lines(whole)
    assert (folder / BEST).read_bytes() == (whole / BEST).read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    train(PhasedTask(), OPTIONS, folder, seed=1)
    return folder


def test_it_is_what_a_plain_loop_computes(tmp_path: Path) -> None:
    options = OPTIONS.model_copy(update={"average": 0.0})
    task = PhasedTask()
    train(task, options, tmp_path, seed=1)
    plain = PhasedTask()
    module, steps = plain.module, count()
    of_discriminator = torch.optim.Adam(module.discriminator.parameters(), betas=(0.0, 0.9))
    of_generator = torch.optim.Adam(module.generator.parameters())

    def turn(optimizer: Any, loss: torch.Tensor, **groups: Any) -> None:
        optimizer.param_groups[0].update(groups)
        module.zero_grad()
        loss.backward()
        optimizer.step()

    falling = cosine(steps=12)
    for epoch in range(3):
        for batch in plain.load(epoch, BatchPlan(10, 1).micro_batches(plain.order(epoch), start=0)):
            step, of_batch = next(steps), (batch["real"], batch["noise"])
            turn(of_discriminator, module("discriminator", *of_batch), lr=0.02 * falling(step))
            if step % 3 == 0:
                turn(of_discriminator, 0.1 * module("penalty", *of_batch), lr=0.01)
            if step % 2 == 0:
                turn(of_generator, module("generator", *of_batch), lr=0.01 * falling(step), **betas(step))
    torch.testing.assert_close(task.module.state_dict(), module.state_dict(), rtol=0, atol=0)


def test_a_phase_comes_as_often_as_it_says(whole: Path) -> None:
    end = state(whole)
    assert "optimizer" not in end
    assert {key for key in end if key.startswith("optimizer/")} == {"optimizer/discriminator", "optimizer/generator"}
    assert end["optimizer/discriminator"]["state"][0]["step"] == 12 + 4  # with the penalty, which shares it
    assert end["optimizer/generator"]["state"][0]["step"] == 6
    assert [record["phases"].keys() for record in end["epochs"]] == [{"discriminator", "penalty", "generator"}] * 3
    assert end["epochs"][0]["loss"] == pytest.approx(sum(end["epochs"][0]["phases"].values()))


def test_the_log_tells_of_each_phase(whole: Path) -> None:
    steps = [line for line in log(whole) if "discriminator/loss" in line]
    assert [line["step"] for line in steps] == [2, 4, 6, 8, 10, 12]
    assert [line["step"] for line in steps if "penalty/loss" in line] == [2, 4, 8, 10]  # turns in steps 0, 3, 6 and 9
    assert steps[0].keys() >= {"generator/gradient_norm", "generator/learning_rate", "discriminator/real_mean"}
    assert steps[0]["generator/learning_rate"] == 0.01
    assert epoch_lines(whole)[0].keys() >= {"generator/epoch_loss", "validation/distance"}


@pytest.mark.parametrize(
    ("loss_name", "call"),
    [*(("discriminator_loss", call) for call in range(1, 13)), ("penalty", 2), ("penalty", 4),
     *(("generator_loss", call) for call in (1, 2, 3, 6))],
)  # fmt: skip
def test_killed_in_any_phase_of_any_step_it_ends_the_same(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch, loss_name: str, call: int
) -> None:
    with monkeypatch.context() as patched:
        interrupt(patched, PhasedTask, call=call, loss_name=loss_name)
        with pytest.raises(KeyboardInterrupt):
            train(PhasedTask(), OPTIONS, tmp_path, seed=1)
    train(PhasedTask(), OPTIONS, tmp_path, seed=1)
    assert_same(tmp_path, whole)


@pytest.mark.parametrize("precision", ["bf16-mixed", "16-mixed"])
def test_in_half_precision_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, precision: str) -> None:
    options = OPTIONS.model_copy(update={"precision": precision, "clip_norm": 0.5})
    train(PhasedTask(), options, tmp_path / "whole", seed=1)
    with monkeypatch.context() as patched:
        interrupt(patched, PhasedTask, call=4, loss_name="generator_loss")
        with pytest.raises(KeyboardInterrupt):
            train(PhasedTask(), options, tmp_path / "killed", seed=1)
    train(PhasedTask(), options, tmp_path / "killed", seed=1)
    assert_same(tmp_path / "killed", tmp_path / "whole")


@pytest.mark.parametrize("change", [{"devices": 2}, {"accumulate": 5}])
def test_two_processes_or_micro_batches_equal_one(tmp_path: Path, whole: Path, change: dict[str, int]) -> None:
    train(PhasedTask(), OPTIONS.model_copy(update=change), tmp_path, seed=1)
    torch.testing.assert_close(load_file(tmp_path / BEST), load_file(whole / BEST), rtol=0, atol=1e-5)
    torch.testing.assert_close(state(tmp_path)["module"], state(whole)["module"], rtol=0, atol=1e-5)
    for mine, expected in zip(epoch_lines(tmp_path), epoch_lines(whole), strict=True):
        assert mine == pytest.approx(expected, abs=1e-5)


def test_a_loss_that_is_no_number_is_that_of_its_phase(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"the generator loss of step 4 .*is nan; its 10 images"):
        train(PhasedTask(bad=3), OPTIONS, tmp_path, seed=1)
    assert json.loads((tmp_path / "bad-batch.json").read_text())["phase"] == "generator"


def test_parameters_need_gradients_again_afterwards(tmp_path: Path) -> None:
    task = PhasedTask()
    task.module.discriminator[0].bias.requires_grad = False
    train(task, OPTIONS.model_copy(update={"epochs": 1}), tmp_path, seed=1)
    frozen = [name for name, parameter in task.module.named_parameters() if not parameter.requires_grad]
    assert frozen == ["discriminator.0.bias"]


class Odd(PhasedTask):
    changes: tuple[dict[str, Any], ...] = ()

    def phases(self, *, steps: int, epochs: int) -> tuple[Phase, ...]:
        first = super().phases(steps=steps, epochs=epochs)[0]
        return tuple(Phase(**{**vars(first), **change}) for change in self.changes)


def test_phases_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for changes in (({}, {}), ({"name": ""},)):
        monkeypatch.setattr(Odd, "changes", changes)
        with pytest.raises(ValueError, match="each phase needs a name of its own"):
            phases_of(Odd(), steps=1, epochs=1)
    monkeypatch.setattr(Odd, "changes", ({"every": 2},))
    with pytest.raises(ValueError, match=r"one of the phases \(discriminator\) must take its turn in every step"):
        phases_of(Odd(), steps=1, epochs=1)


def test_turns_are_counted() -> None:
    phase = Phase("x", torch.optim.SGD([torch.zeros(1)]), cosine(steps=9), lambda *_: None, every=3)  # type: ignore[arg-type,return-value]
    for start in range(8):
        for stop in range(start, 9):
            assert phase.turns(start, stop) == sum(step % 3 == 0 for step in range(start, stop))
