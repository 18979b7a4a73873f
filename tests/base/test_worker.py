import pytest

from facegap.base.errors import ConfigError
from facegap.base.worker import Worker, parse_devices


def test_devices_are_read_as_pytorch_writes_them() -> None:
    assert parse_devices("cpu") == ("cpu",)
    assert parse_devices("cuda") == ("cuda:0",)
    assert parse_devices("cuda:1, cuda:0") == ("cuda:1", "cuda:0")
    assert [Worker(device).gpu for device in ("cpu", "cuda:0", "cuda:3")] == [None, 0, 3]


@pytest.mark.parametrize("text", ["gpu", "", "cuda:", "cuda:x", "cuda:0,cuda", "cpu,cuda:0"])
def test_other_devices_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="device"):
        parse_devices(text)


def test_a_batch_that_is_asked_for_comes_before_what_suits_the_device() -> None:
    assert Worker().batch_size(cpu=1, gpu=32) == 1
    assert Worker("cuda:1").batch_size(cpu=1, gpu=32) == 32
    assert Worker("cuda:1", batch=5).batch_size(cpu=1, gpu=32) == 5
