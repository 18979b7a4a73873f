"""What a training run came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class EpochRecord:
    """One epoch.

    Attributes:
        epoch: its number, from 0.
        step: steps of the run when it ended.
        seconds: of the run until then, without interruptions.
        loss: mean training loss over its steps; of several phases the sum of their means.
        numbers: of the validation split.
        phases: mean loss of each phase over its turns, by name; empty where there is one phase alone.
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
        epochs: in order.
        selection: name of the validation number that chose the epoch.
        best_epoch: the chosen epoch, whose weights are in ``best.safetensors``.
        stopped_early: whether ``patience`` ended it.
    """

    epochs: tuple[EpochRecord, ...]
    selection: str
    best_epoch: int
    stopped_early: bool

    @property
    def best(self) -> EpochRecord:
        """The chosen epoch."""
        return self.epochs[self.best_epoch]
