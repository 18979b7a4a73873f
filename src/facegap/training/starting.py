"""Whether a run that another starts from has learnt from people whom that one holds out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.base.errors import ConfigError
from facegap.training.loop.checkpoint import settings_of


@dataclass(frozen=True)
class HeldOutShare:
    """Who of a set is held out.

    Attributes:
        share: The share of the people, 0 to 1; 0 where all train, None where ``by`` alone decides.
        by: What chooses them, in words.
    """

    share: float | None
    by: str

    def within(self, larger: "HeldOutShare") -> bool:
        """Whether all of these people are held out by the larger share, too."""
        if self.share == 0:
            return True
        return self.by == larger.by and (self.share is None or larger.share is None or self.share <= larger.share)

    def __str__(self) -> str:
        """In words."""
        if self.share == 0:
            return "nobody"
        return self.by if self.share is None else f"{100 * self.share:g} % of them by {self.by}"


def check_start(
    folder: Path,
    settings: Mapping[str, Any],
    *,
    paths: Sequence[str],
    held_out: Callable[[Mapping[str, Any], int], HeldOutShare],
) -> None:
    """Refuse a start that would make held-out people known: they must have been held out there too.

    What that run started from itself is not looked at: it was checked when that run began.

    Args:
        folder: The folder of the run that is started from.
        settings: The settings of the task that starts; ``sets`` has what the images of each set are, as a hash.
        paths: The paths of the sets, for messages.
        held_out: From the settings of a task of this kind and the number of a set to who of it is held out.

    Raises:
        ConfigError: The other run trained on people of one of the sets who are held out now, or doesn't tell.
    """
    before = settings_of(folder)["task"]
    held_out_before = {content: held_out(before, at) for at, content in enumerate(before["sets"])}
    for at, (content, path) in enumerate(zip(settings["sets"], paths, strict=True)):
        now, was = held_out(settings, at), held_out_before.get(content)
        if was is not None and not now.within(was):
            msg = (
                f"{folder} learnt from people of {path} who are to be held out here: there it held out {was}, "
                f"here {now}. Choose by the same seed and no more of them, or give the set with train_only"
            )
            raise ConfigError(msg)
