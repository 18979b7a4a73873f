"""Whether a run that training starts from has learnt from people whom this one holds out."""

from collections.abc import Mapping
from typing import Any

from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.networks import start_file
from facegap.errors import ConfigError
from facegap.training import settings_of


def check_start(config: AttributeTraining, settings: Mapping[str, Any], *, member: int) -> None:
    """Refuse a start that would make held-out people known.

    The split of a set that the other run had too is to be the same in both. What that run started from itself is not
    looked at: it was checked when that run began.

    Args:
        config: of the training.
        settings: of its task.
        member: of the ensemble.

    Raises:
        ConfigError: the other run trained on people of one of the sets who are held out now, or doesn't tell.
    """
    if not config.network.start:
        return
    folder = start_file(config.network.start, member=member).parent
    other = settings_of(folder)["task"]
    theirs = {content: _split(other, at) for at, content in enumerate(other["sets"])}
    for at, content in enumerate(settings["sets"]):
        ours = _split(settings, at)
        if content in theirs and not ours["train_only"] and theirs[content] != ours:
            was = ", ".join(f"{name} {value}" for name, value in theirs[content].items() if value != ours[name])
            msg = (
                f"network.start: {folder} learnt from people of {config.sets[at].path} who are held out here, since "
                f"there it had {was}; take the same seed and [split], or give the set with train_only"
            )
            raise ConfigError(msg)


def _split(settings: Mapping[str, Any], at: int) -> dict[str, Any]:
    """All that decides who of a run's set is held out."""
    config = settings["config"]
    source = config["sets"][at]
    held_out = {name: source.get(name, False) for name in ("train_only", "partition")}
    return held_out if any(held_out.values()) else held_out | config["split"] | {"seed": config["seed"]}
