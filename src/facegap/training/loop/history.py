"""What a training run came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class EpochRecord:
    """One epoch.

    Attributes:
        epoch: The number of the epoch, from 0.
        step: The run had taken so many steps when it ended.
        seconds: The run had lasted so many seconds by then, without interruptions.
        loss: The mean training loss over its steps; of several phases, the sum of their means.
        numbers: The numbers of the validation split, by name.
        phases: The mean loss of each phase over its turns, by name; empty where there is one phase alone.
    """

    epoch: int
    step: int
    seconds: float
    loss: float
    numbers: Mapping[str, float]
    phases: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """A finished run.

    Attributes:
        epochs: The epochs in order.
        selection: The name of the validation number that chose the epoch.
        best_epoch: The number of the chosen epoch, whose weights are in ``best.safetensors``.
        stopped_early: Whether ``patience`` ended the run.
    """

    epochs: tuple[EpochRecord, ...]
    selection: str
    best_epoch: int
    stopped_early: bool

    @property
    def best(self) -> EpochRecord:
        """The chosen epoch."""
        return self.epochs[self.best_epoch]
