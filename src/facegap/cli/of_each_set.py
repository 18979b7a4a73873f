"""Options of which each of several sets may have its own: ``VALUE``, or ``PATH=VALUE`` of one set."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from facegap.base.errors import ConfigError
from facegap.base.suggestions import check_names, hint

if TYPE_CHECKING:
    from facegap.faceset import IdentityFrom

_IDENTITIES = ("source", "image", "none")


def names(values: Sequence[str], paths: Sequence[Path]) -> list[str | None] | None:
    """What the sets are called: ``PATH=NAME``, and bare names, in their order, of the sets that have no other.

    Args:
        values: as given with ``--name``.
        paths: of the sets.

    Returns:
        A name for each set, None for that which it has; None where no name is given.

    Raises:
        ConfigError: there aren't as many bare names as sets, a path is of no set, or a name is empty.
    """
    bare, of_path = _parted(values, paths, option="--name")
    left = [path for path in paths if path not in of_path]
    if bare and len(bare) != len(left):
        others = " that have no PATH=NAME" if of_path else ""
        msg = (
            f"--name is given {len(bare)} times for {len(left)} sets{others}: give it once for each, in their order, "
            f"or as PATH=NAME for one, such as --name '{paths[-1]}=my set'"
        )
        raise ConfigError(msg)
    if not all(name.strip() for name in [*bare, *of_path.values()]):
        msg = "--name: a set's name is empty"
        raise ConfigError(msg)
    in_order = iter(bare)
    called = [of_path[path] if path in of_path else next(in_order, None) for path in paths]
    return called if values else None


def identities(values: Sequence[str], paths: Sequence[Path]) -> "IdentityFrom | list[IdentityFrom]":
    """Where identities of each set come from: ``PATH=WHICH``, and one bare value for all others.

    Raises:
        ConfigError: a value isn't known, a path is of no set, or there are several bare values.
    """
    bare, of_path = _parted(values, paths, option="--identity")
    try:
        check_names([*bare, *of_path.values()], _IDENTITIES, "identity")
    except ValueError as error:
        msg = f"--identity: {error} (known: {', '.join(_IDENTITIES)})"
        raise ConfigError(msg) from error
    if len(bare) > 1:
        msg = f"--identity {' and '.join(bare)}: give one for all sets, or PATH=WHICH for each"
        raise ConfigError(msg)
    default = bare[0] if bare else "source"
    if not of_path:
        return cast("IdentityFrom", default)
    return [cast("IdentityFrom", of_path.get(path, default)) for path in paths]


def _parted(values: Sequence[str], paths: Sequence[Path], *, option: str) -> tuple[list[str], Mapping[Path, str]]:
    """Bare values, and those of one set by its path; a path itself may hold an equals sign."""
    bare: list[str] = []
    of_path: dict[Path, str] = {}
    for value in values:
        ends = [at for at, sign in enumerate(value) if sign == "="]
        of = next((at for at in ends if Path(value[:at]) in paths), None)
        if of is not None:
            of_path[Path(value[:of])] = value[of + 1 :]
        elif ends:
            path = value[: ends[0]]
            msg = f"{option} {value}: {path!r} is no set of this comparison; {hint(path, map(str, paths), listed=True)}"
            raise ConfigError(msg)
        else:
            bare.append(value)
    return bare, of_path
