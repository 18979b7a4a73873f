"""What a worker has to compute with: a device, threads, and how much goes through a network at once."""

import re
from dataclasses import dataclass

from facegap.base.errors import ConfigError

_DEVICE = re.compile(r"cpu|cuda(:\d+)?")


@dataclass(frozen=True)
class Worker:
    """What a stage, a source or a preparation is started on.

    None of it is part of what a result is: results are the same on every worker, up to rounding where networks run on
    another device or with another batch.

    Attributes:
        device: ``cpu``, or a GPU as ``cuda:0``.
        threads: how many threads native libraries may use.
        batch: how many images go through a network together, where it takes any number; None for what suits the network
            and the device.
    """

    device: str = "cpu"
    threads: int = 1
    batch: int | None = None

    @property
    def gpu(self) -> int | None:
        """The number of its GPU, or None where it computes on the CPU."""
        return int(self.device.partition(":")[2] or 0) if self.device.startswith("cuda") else None

    def batch_size(self, *, cpu: int, gpu: int) -> int:
        """How many images go through a network together.

        Args:
            cpu: what suits the network on the CPU.
            gpu: what suits it on a GPU.
        """
        return self.batch or (cpu if self.gpu is None else gpu)


def parse_devices(text: str) -> tuple[str, ...]:
    """Read the devices that an option names.

    Args:
        text: ``cpu``, ``cuda`` (the first GPU), ``cuda:1``, or several with commas between them.

    Raises:
        ConfigError: it names something else, nothing, a GPU twice, or the CPU beside a GPU.

    >>> parse_devices("cuda:0,cuda:1")
    ('cuda:0', 'cuda:1')
    """
    names = [name.strip() for name in text.split(",")]
    if wrong := [name for name in names if not _DEVICE.fullmatch(name)]:
        msg = f"unknown device {wrong[0]!r}; give cpu, a GPU such as cuda:0, or several GPUs, as in cuda:0,cuda:1"
        raise ConfigError(msg)
    devices = tuple("cuda:0" if name == "cuda" else name for name in names)
    if len(set(devices)) < len(devices) or ("cpu" in devices and len(devices) > 1):
        msg = f"--device {text}: name each GPU once, and the CPU alone"
        raise ConfigError(msg)
    return devices
