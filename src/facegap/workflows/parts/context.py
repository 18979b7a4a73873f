"""How a workflow runs, and whom it tells of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from facegap.base.errors import ConfigError
from facegap.engine import LocalRunner, ProgressReport, RichProgress, Silent, parse_devices

Tell = Callable[[str], None]
"""Told a line for people, such as what is being imported on the way."""

Progress = bool | ProgressReport
"""True for a bar on standard error, or an object that is told how far a run is."""


@dataclass(frozen=True)
class RunContext:
    """What every step of a workflow needs to run.

    Attributes:
        workers: processes that share the work; None for as many as suit the machine and the devices.
        devices: where they compute, in turn.
        progress: told how far each run is.
        tell: told what people should know before the workflow ends.
    """

    workers: int | None
    devices: tuple[str, ...]
    progress: ProgressReport
    tell: Tell

    @classmethod
    def of(
        cls,
        *,
        workers: int | None = None,
        device: str = "cpu",
        progress: Progress = False,
        tell: Tell | None = None,
    ) -> Self:
        """The context that a workflow's options ask for; by default it is silent.

        Raises:
            ConfigError: ``device`` names none.
        """
        if isinstance(progress, bool):
            progress = RichProgress() if progress else Silent()
        return cls(workers, parse_devices(device), progress, tell or _nobody)

    @property
    def runner(self) -> LocalRunner:
        """Processes on this machine, which compute on the devices."""
        return LocalRunner(self.workers, self.devices)

    @property
    def import_runner(self) -> LocalRunner:
        """Processes that import a data set on the way, on the CPU, where OpenCV finds faces."""
        return LocalRunner(self.workers)

    def check_device_is_used(self, network: object, *, option: str = "--model") -> None:
        """See that a GPU isn't asked for where no network runs.

        Args:
            network: the workflow's, or None.
            option: the one that names it.

        Raises:
            ConfigError: it is.
        """
        if network is None and self.devices != ("cpu",):
            msg = f"--device says where the network runs that {option} names; add {option}, or leave --device out"
            raise ConfigError(msg)


def _nobody(message: str) -> None:
    del message
