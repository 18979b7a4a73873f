import pytest
import torch

from facegap.base.errors import ConfigError
from facegap.training import LoopOptions, accelerator_of, precision_of


def test_the_device_is_the_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    found = [accelerator_of(LoopOptions(accelerator=name)) for name in ("auto", "cpu", "cuda")]
    assert found == ["cuda", "cpu", "cuda"]
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert accelerator_of(LoopOptions()) == "cpu"
    with pytest.raises(ConfigError, match="finds no GPU"):
        accelerator_of(LoopOptions(accelerator="cuda"))


@pytest.mark.parametrize(
    ("precision", "of_products"),
    [("32-true", torch.float32), ("bf16-mixed", torch.bfloat16), ("16-mixed", torch.float16)],
)
def test_the_precision_is_the_loops(precision: str, of_products: torch.dtype) -> None:
    one = torch.eye(2)
    with precision_of(LoopOptions(precision=precision, accelerator="cpu")):
        assert (one @ one).dtype == of_products
