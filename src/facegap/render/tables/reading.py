"""Tables that come with the package: TOML files beside this module."""

import tomllib
from typing import Any, TypeVar

from facegap.base.config import Config, PackagedFiles

_FILES = PackagedFiles("facegap.render", "tables")
Table = TypeVar("Table", bound=Config)


def table_content(name: str) -> dict[str, Any]:
    """What stands in a table, unchecked."""
    return tomllib.loads(_FILES.text(name))


def packaged_table(name: str, kind: type[Table]) -> Table:
    """A whole table.

    Args:
        name: The name of its file, without the ending.
        kind: The configuration that it must fit.

    Raises:
        ConfigError: a key or a value doesn't fit.
    """
    return kind.from_dict(table_content(name), where=f"the table {name}.toml of facegap.render")


def packaged_entries(name: str, kind: type[Table]) -> dict[str, Table]:
    """The entries of a table whose sections have one form, by their names; otherwise as ``packaged_table``."""
    where = f"the table {name}.toml of facegap.render"
    return {entry: kind.from_dict(section, where=f"{where}, {entry}") for entry, section in table_content(name).items()}
