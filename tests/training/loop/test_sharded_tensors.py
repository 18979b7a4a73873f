import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file
from tests.training.sharded_task import ShardedTask
from torch import nn

from facegap.base.errors import ConfigError, TrainingError
from facegap.training import BEST, LAST, LoopOptions, sgd, train
from facegap.training.loop import gradients
from facegap.training.loop.gradients import Gradient
from facegap.training.loop.sharded_tensors import ShardedTensors

OPTIONS = LoopOptions(
    epochs=3, batch_size=10, accelerator="cpu", checkpoint_every=3, log_every=1, average=0.9, clip_norm=0.3
)
OWN = {"head.weight", "head.bias"}


def end(folder: Path) -> dict:
    """The last checkpoint with its parts, which are the only files of their kind."""
    state = torch.load(folder / LAST, weights_only=True)
    assert {path.name for path in folder.glob("*.ckpt")} == {LAST, *state["parts"]}
    parts = [torch.load(folder / name, weights_only=True) for name in state["parts"]]
    own = {name: torch.cat([part["module"][name] for part in parts]) for name in OWN}
    momenta = [
        torch.cat([part["optimizer"][number]["momentum_buffer"] for part in parts]) for number in parts[0]["optimizer"]
    ]
    assert not state["module"].keys() & OWN
    return {"module": state["module"] | own, "momenta": momenta, "average": state["average"]}


def log(folder: Path, name: str) -> list[float]:
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [line[name] for line in lines if name in line]


def died(folder: Path, *, at: int, devices: int = 1) -> None:
    with pytest.raises(TrainingError, match="died"):
        train(ShardedTask(die_at=at), OPTIONS.model_copy(update={"devices": devices}), folder, seed=1)


def test_one_process_then_two_then_one_equal_one_throughout(tmp_path: Path) -> None:
    train(ShardedTask(), OPTIONS, tmp_path / "whole", seed=1)
    whole = end(tmp_path / "whole")
    assert max(log(tmp_path / "whole", "gradient_norm")) > 0.3  # some are cut
    folder = tmp_path / "changing"
    died(folder, at=4)
    died(folder, at=6, devices=2)  # from step 4 on
    assert json.loads((folder / "log.jsonl").read_text().splitlines()[-1])["step"] == 10
    assert sorted(path.name for path in folder.glob("last-*")) == ["last-9-0-of-2.ckpt", "last-9-1-of-2.ckpt"]
    assert len(torch.load(folder / "last-9-0-of-2.ckpt", weights_only=True)["module"]["head.bias"]) == 3
    train(ShardedTask(), OPTIONS, folder, seed=1)
    torch.testing.assert_close(end(folder), whole, rtol=0, atol=1e-5)
    for name in ("loss", "gradient_norm", "epoch_loss"):
        assert log(folder, name) == pytest.approx(log(tmp_path / "whole", name), abs=1e-5)
    assert load_file(folder / BEST).keys() == {"trunk.0.weight", "trunk.0.bias"}


def test_killed_at_any_step_it_ends_the_same(tmp_path: Path) -> None:
    train(ShardedTask(), OPTIONS, tmp_path / "whole", seed=1)
    for at in (1, 3, 4, 7):
        died(tmp_path / str(at), at=at)
        train(ShardedTask(), OPTIONS, tmp_path / str(at), seed=1)
        torch.testing.assert_close(end(tmp_path / str(at)), end(tmp_path / "whole"), rtol=0, atol=0)


@pytest.mark.parametrize("where", ["parts.torch.save", "run.write_last", "checkpoint.remove_parts"])
def test_killed_while_it_writes_it_goes_on_from_a_whole_checkpoint(
    tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(ShardedTask(), OPTIONS, tmp_path / "whole", seed=1)
    died(tmp_path / "killed", at=4)

    def kill(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"facegap.training.loop.{where}", kill)
        with pytest.raises(KeyboardInterrupt):
            train(ShardedTask(), OPTIONS, tmp_path / "killed", seed=1)
    train(ShardedTask(), OPTIONS, tmp_path / "killed", seed=1)
    torch.testing.assert_close(end(tmp_path / "killed"), end(tmp_path / "whole"), rtol=0, atol=0)


def test_a_part_that_is_missing_or_damaged(tmp_path: Path) -> None:
    died(tmp_path, at=4)
    (part,) = tmp_path.glob("last-4-*")
    part.rename(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match=r"last-4-0-of-1\.ckpt is missing"):
        train(ShardedTask(), OPTIONS, tmp_path, seed=1)
    part.write_bytes(b"none")
    with pytest.raises(ConfigError, match=r"last-4-0-of-1\.ckpt: can't be read"):
        train(ShardedTask(), OPTIONS, tmp_path, seed=1)


class Odd(nn.Module):
    sharded = ("weight", "mean")

    def shard(self, *, process: int, processes: int) -> None:
        self.weight = nn.Parameter(torch.arange(7.0).tensor_split(processes)[process])


def alone(process: int, counts: list[int]) -> SimpleNamespace:
    """What ShardedTensors asks of Fabric."""
    return SimpleNamespace(
        global_rank=process, world_size=len(counts), all_reduce=lambda _, reduce_op: torch.tensor(counts), device="cpu"
    )


def test_what_shard_must_make() -> None:
    with pytest.raises(ValueError, match=r"did not make head\.mean"):
        ShardedTensors(alone(0, [7]), nn.ModuleDict({"head": Odd()}))


class Even(Odd):
    sharded = ("weight",)


def parts_of(counts: list[int], *, kept: int) -> list:
    """Those of a module of processes with these numbers of rows; the first ``kept`` of them have a momentum."""
    parts, start = [], 0
    for process, count in enumerate(counts):
        rows = torch.arange(float(start), start + count)
        state = {0: {"momentum_buffer": -rows, "step": torch.tensor(9.0)}} if process < kept else {}
        parts.append({"module": {"weight": rows}, "optimizer": state})
        start += count
    return parts


def test_rows_are_handed_out_anew() -> None:
    counts = [3, 2, 2]  # as tensor_split cuts 7
    for saved, kept in (([7], 1), ([4, 3], 2), ([3, 2, 2], 3), ([1, 1, 1, 1, 1, 1, 1, 0], 8), ([5, 2], 1)):
        found = []
        for process in range(3):
            sharded = ShardedTensors(alone(process, counts), module := Even())
            state = {"module": {"shared": torch.ones(1)}, "optimizer": {"state": {}}}
            sharded.put_back(state, {"optimizer": [{"params": [module.weight]}]}, parts_of(saved, kept=kept))
            assert torch.equal(state["module"]["weight"], module.weight)
            mine = state["optimizer"]["state"][0]
            assert mine["step"] == 9
            found.append(mine["momentum_buffer"])
        expected = -torch.arange(7.0)
        expected[sum(saved[:kept]) :] = 0
        assert torch.equal(torch.cat(found), expected)
    with pytest.raises(ConfigError, match="has 8 rows of weight where the network has 7"):
        sharded.put_back(state, {"optimizer": [{"params": [module.weight]}]}, parts_of([8], kept=0))


def test_the_optimizers_of_several_phases_each_keep_their_rows() -> None:
    sharded = ShardedTensors(alone(0, [7]), module := nn.ModuleDict({"head": Even(), "trunk": nn.Linear(1, 1)}))
    head, trunk = module["head"].weight, module["trunk"].weight
    groups = {"optimizer/one": [{"params": [trunk]}], "optimizer/two": [{"params": [trunk, head]}]}

    def whole() -> dict:
        momenta = {"optimizer/one": {0: torch.ones(1)}, "optimizer/two": {0: torch.ones(1), 1: torch.arange(7.0)}}
        return {"module": module.state_dict(), **{key: {"state": state} for key, state in momenta.items()}}

    state = whole()
    part = sharded.take_out(state, groups)
    assert part["optimizer/one"] == {}
    assert part["optimizer/two"].keys() == {1}
    assert state["optimizer/two"]["state"].keys() == {0}
    assert "head.weight" not in state["module"]
    part["optimizer/two"][1] = {"momentum_buffer": part["optimizer/two"][1]}
    sharded.put_back(state, groups, [part])
    assert torch.equal(state["optimizer/two"]["state"][1]["momentum_buffer"], torch.arange(7.0))
    assert state["optimizer/one"]["state"].keys() == {0}
    assert state["module"].keys() == whole()["module"].keys()


OF_TWO = SimpleNamespace(world_size=2, device="cpu")


def test_the_gradient_is_one_vector_over_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    shared, own = nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(4, 1))
    shared.grad = torch.tensor([1.0, 2.0])
    own.grad = torch.sparse_coo_tensor([[3, 1, 3]], [[1.0], [3.0], [3.0]], (4, 1), check_invariants=True)
    other = 5.0**2 + 2.0  # the squares of another process
    monkeypatch.setattr(gradients, "all_reduce", lambda value, op: value.add_(other))
    gradient = Gradient(OF_TWO, sgd([{"params": [shared, own]}], lr=1.0), own=[own])
    norm = gradient.norm()
    assert float(norm) == pytest.approx((1 + 4 + 9 + 16 + other) ** 0.5)
    gradient.clip(0.5, norm)
    scale = 0.5 / float(norm)
    torch.testing.assert_close(shared.grad, scale * torch.tensor([1.0, 2.0]))
    torch.testing.assert_close(own.grad.to_dense(), scale * torch.tensor([[0.0], [3.0], [0.0], [4.0]]))
    gradient.clip(100.0, norm)
    torch.testing.assert_close(shared.grad, scale * torch.tensor([1.0, 2.0]))


def test_an_overflow_of_another_process_skips_the_step_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    own = nn.Parameter(torch.ones(3))
    optimizer = sgd([{"params": [own]}], lr=1.0)
    scaler = torch.amp.GradScaler("cpu", init_scale=4.0)
    scaler.scale(torch.zeros(()))
    for elsewhere, expected in ((1.0, 1.0), (0.0, 0.0)):
        own.grad = torch.full((3,), scaler.get_scale())
        scaler.unscale_(optimizer)
        monkeypatch.setattr(gradients, "all_reduce", lambda found, op, other=elsewhere: found.clamp_(min=other))
        Gradient(OF_TWO, optimizer, own=[own]).agree_on_overflow(scaler, optimizer)
        scaler.step(optimizer)
        scaler.update()
        assert own.tolist() == [expected] * 3
    assert scaler.get_scale() == 2.0
