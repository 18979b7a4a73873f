from pathlib import Path

import pytest
import torch

from facegap.training import sgd


def rows(indices: list[int], values: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    return torch.sparse_coo_tensor(torch.tensor([indices]), values, like.shape, check_invariants=True)


def matrix(count: int = 6) -> torch.nn.Parameter:
    return torch.nn.Parameter(torch.randn(count, 3, generator=torch.Generator().manual_seed(2)))


@pytest.mark.parametrize(("momentum", "nesterov", "decay"), [(0.9, False, 0.1), (0.9, True, 0.1), (0.0, False, 0.0)])
def test_with_every_row_it_is_plain_sgd(momentum: float, nesterov: bool, decay: float) -> None:
    ours, theirs, dense = matrix(), matrix(), matrix()
    mine = sgd([{"params": [ours, dense], "weight_decay": decay}], lr=0.5, momentum=momentum, nesterov=nesterov)
    plain = torch.optim.SGD([theirs], lr=0.5, momentum=momentum, nesterov=nesterov, weight_decay=decay)
    draw = torch.Generator().manual_seed(1)
    for _ in range(5):
        gradient = torch.randn(6, 3, generator=draw)
        order = torch.randperm(6, generator=draw).tolist()
        theirs.grad, dense.grad, ours.grad = gradient, gradient.clone(), rows(order, gradient[order], ours)
        mine.step()
        plain.step()
        assert ours.grad is not None
    torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-6)
    torch.testing.assert_close(dense, theirs, rtol=0, atol=1e-6)


def test_other_rows_stay_with_their_momentum() -> None:
    weight = matrix()
    first = weight.detach().clone()
    optimizer = sgd([{"params": [weight], "weight_decay": 0.5}], lr=0.1, momentum=0.8)
    weight.grad = rows([4, 1, 4], torch.tensor([[1.0] * 3, [2.0] * 3, [3.0] * 3]), weight)
    optimizer.step()
    momentum = optimizer.state[weight]["momentum_buffer"].clone()
    torch.testing.assert_close(momentum[4], 4 + 0.5 * first[4])  # 1 + 3: the two of row 4 are summed
    torch.testing.assert_close(momentum[1], 2 + 0.5 * first[1])
    assert not momentum[[0, 2, 3, 5]].any()
    second = weight.detach().clone()
    weight.grad = rows([1], torch.ones(1, 3), weight)
    optimizer.step()
    torch.testing.assert_close(weight[1], second[1] - 0.1 * (0.8 * momentum[1] + 1 + 0.5 * second[1]))
    assert torch.equal(weight[[0, 2, 3, 4, 5]], second[[0, 2, 3, 4, 5]])
    assert torch.equal(second[[0, 2, 3, 5]], first[[0, 2, 3, 5]])
    assert torch.equal(optimizer.state[weight]["momentum_buffer"][4], momentum[4])


def test_its_state_goes_to_disk_and_back_exactly(tmp_path: Path) -> None:
    ends = []
    for interrupted in (False, True):
        weight = matrix()
        optimizer = sgd([{"params": [weight], "weight_decay": 0.1}], lr=0.1)
        for step in range(6):
            if interrupted and step == 3:
                torch.save((weight.detach(), optimizer.state_dict()), tmp_path / "state")
                values, state = torch.load(tmp_path / "state", weights_only=True)
                weight = torch.nn.Parameter(values)
                optimizer = sgd([{"params": [weight], "weight_decay": 0.1}], lr=0.1)
                optimizer.load_state_dict(state)
            weight.grad = rows([step % 4, 2], torch.full((2, 3), 1.0 + step), weight)
            optimizer.step()
        ends.append(weight)
    assert torch.equal(*ends)


def test_a_gradient_scaler_skips_a_step_whole() -> None:
    weight, dense = matrix(), matrix(1000)
    first = weight.detach().clone(), dense.detach().clone()
    optimizer = sgd([{"params": [weight, dense]}], lr=0.5)
    scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
    scaler.scale(torch.zeros(()))
    for value in (torch.inf, 16.0):
        assert torch.equal(weight, first[0])
        assert torch.equal(dense, first[1])
        weight.grad = rows([3], torch.full((1, 3), value), weight)
        dense.grad = torch.full_like(dense, 16.0)
        scaler.step(optimizer)
        scaler.update(8.0)
    change = torch.zeros(6, 3)
    change[3] = 0.5 * 16 / 8
    torch.testing.assert_close(weight.detach(), first[0] - change)
    torch.testing.assert_close(dense.detach(), first[1] - 0.5 * 16 / 8)


def test_a_gradient_that_is_not_of_rows() -> None:
    weight = matrix()
    weight.grad = torch.eye(6)[:, :3].to_sparse()
    with pytest.raises(ValueError, match="2 sparse dimensions"):
        sgd([{"params": [weight]}], lr=0.1).step()
