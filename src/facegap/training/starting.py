"""Whether a run that another starts from has learnt from people whom that one holds out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.errors import ConfigError
from facegap.training.checkpoint import settings_of


@dataclass(frozen=True)
class HeldOut:
    """Who of a set is held out.

    Attributes:
        share: of the people; 0 where all train.
        seed: by which they are chosen; None where the set itself says who they are.
    """

    share: float
    seed: int | None


def check_start(
    folder: Path,
    settings: Mapping[str, Any],
    *,
    paths: Sequence[str],
    held_out: Callable[[Mapping[str, Any], int], HeldOut],
) -> None:
    """Refuse a start that would make held-out people known: they must have been held out there too.

    What that run started from itself is not looked at: it was checked when that run began.

    Args:
        folder: of the run that is started from.
        settings: of the task that starts; ``sets`` has what the images of each set are, as a hash.
        paths: of the sets, for messages.
        held_out: of the settings of a task of this kind, who of the set of a number is held out.

    Raises:
        ConfigError: the other run trained on people of one of the sets who are held out now, or doesn't tell.
    """
    other = settings_of(folder)["task"]
    theirs = {content: held_out(other, at) for at, content in enumerate(other["sets"])}
    for at, (content, path) in enumerate(zip(settings["sets"], paths, strict=True)):
        ours, was = held_out(settings, at), theirs.get(content)
        if was is None or not ours.share:
            continue
        if ours.seed != was.seed or ours.share > was.share:
            msg = (
                f"{folder} learnt from people of {path} who are to be held out here: there it held out {_words(was)}, "
                f"here {_words(ours)}. Choose by the same seed and no more of them, or give the set with train_only"
            )
            raise ConfigError(msg)


def _words(one: HeldOut) -> str:
    if not one.share:
        return "nobody"
    return "its own partition" if one.seed is None else f"{100 * one.share:g} % of them by seed {one.seed}"
