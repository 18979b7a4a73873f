import pytest
from torch import nn

from facegap.training import cosine, milestones, parameter_groups


def test_cosine_rises_and_falls() -> None:
    factor = cosine(steps=101, warmup=10, floor=0.1)
    assert [factor(step) for step in (0, 4, 9, 10)] == pytest.approx([0.1, 0.5, 1.0, 1.0])
    assert factor(55) == pytest.approx(0.1 + 0.9 * 0.5)
    assert factor(100) == pytest.approx(0.1)
    with pytest.raises(ValueError, match="shorter than the run"):
        cosine(steps=5, warmup=5)


def test_milestones_multiply() -> None:
    factor = milestones([10, 20], steps=30, by=0.1, warmup=2)
    assert [factor(step) for step in (0, 1, 9, 10, 19, 20, 29)] == pytest.approx([0.5, 1, 1, 0.1, 0.1, 0.01, 0.01])


def test_no_decay_on_norms_and_biases() -> None:
    module = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.PReLU(4), nn.Flatten(), nn.Linear(4, 2))
    module[4].bias.requires_grad_(False)
    decayed, plain = parameter_groups(module, weight_decay=0.1, lr=0.5)
    assert {id(p) for p in decayed["params"]} == {id(module[0].weight), id(module[4].weight)}
    assert len(plain["params"]) == 4
    assert (decayed["weight_decay"], plain["weight_decay"], plain["lr"]) == (0.1, 0.0, 0.5)
