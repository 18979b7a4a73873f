"""How a network was trained: what it learned from, and its losses and validation numbers epoch by epoch."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from facegap.report.figures.epochs import EpochLine, Epochs
from facegap.report.figures.rows.bars import COLORS
from facegap.report.page.section import Section, fill_template

if TYPE_CHECKING:
    from facegap.training import History

_LOSS = "loss"
"""What the name of a validation number that is a loss has in it."""


def course_section(
    histories: Mapping[str, "History"], facts: Mapping[str, str | int | float], *, note: str = ""
) -> Section:
    """The course of one training, or of several.

    Args:
        histories: of each, by what it is called where there are several, such as ``seed 3``; none where it was trained
            elsewhere.
        facts: of the training, in words for people.
        note: what to know of the losses.
    """
    run = {name: history for name, history in histories.items() if history.epochs}
    figure = _figure(run) if run else None
    body = fill_template("training/course.html", histories=run, facts=facts, figure=figure, note=note)
    return Section("training", "Training: losses and validation", body, (figure,) if figure else ())


def _figure(histories: Mapping[str, "History"]) -> Epochs:
    lines = []
    for number, (each, history) in enumerate(histories.items()):
        whose = f" of {each}" if len(histories) > 1 else ""
        color, chosen = COLORS[number % len(COLORS)], history.best_epoch
        training = [one.loss for one in history.epochs]
        lines.append(EpochLine(f"training loss{whose}", training, color, loss=True, chosen=chosen, dashed=True))
        for name in history.epochs[0].numbers:
            if name == history.selection or _LOSS in name:
                values = [one.numbers.get(name, float("nan")) for one in history.epochs]
                label = f"validation {name}{whose}"
                lines.append(EpochLine(label, values, color, loss=_LOSS in name, chosen=chosen))
    return Epochs(
        name="training",
        alt="Training and validation loss, and the number that chose the epoch, over the epochs",
        lines=tuple(lines),
        judged_by=next(iter(histories.values())).selection,
    )
