"""Frozen configuration, read from TOML; an unknown key is an error that names the nearest known one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from facegap.base.errors import ConfigError
from facegap.base.suggestions import hint, unknown


class Config(BaseModel):
    """Base of everything that is read from a file: frozen, and strict about its keys.

    Attributes:
        former_keys: keys that were renamed, old to new. Files with the old ones are read, and fingerprints are made
            with them, so that a new spelling makes no work anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    former_keys: ClassVar[Mapping[str, str]] = {}

    @model_validator(mode="before")
    @classmethod
    def _read_former_keys(cls, content: Any) -> Any:
        if not isinstance(content, dict) or cls.former_keys.keys().isdisjoint(content):
            return content
        renamed = {cls.former_keys.get(key, key): value for key, value in content.items()}
        if len(renamed) < len(content):
            twice = [f"{old} and {new}" for old, new in cls.former_keys.items() if {old, new} <= content.keys()]
            msg = f"the same key stands twice: {', '.join(twice)}; leave out the first, its former name"
            raise ValueError(msg)
        return renamed

    @model_serializer(mode="wrap")
    def _write_keys(self, write: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, Any]:
        content: dict[str, Any] = write(self)
        if not (info.context or {}).get("former_keys"):
            return content
        former = {new: old for old, new in self.former_keys.items()}
        return {former.get(key, key): value for key, value in content.items()}

    def for_fingerprint(self, **options: Any) -> dict[str, Any]:
        """The configuration as JSON values under the keys that it had first, for settings that are hashed.

        Args:
            options: Options of ``model_dump``, such as ``include`` and ``exclude``, which go by the keys of today.
        """
        return self.model_dump(mode="json", context={"former_keys": True}, **options)

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Read one configuration.

        Raises:
            ConfigError: the file isn't there or isn't TOML, or a key or value doesn't fit.
        """
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            msg = f"{path}: cannot be read as TOML: {error}"
            raise ConfigError(msg) from error
        return cls.from_dict(content, where=str(path))

    @classmethod
    def from_dict(cls, content: dict[str, Any], *, where: str) -> Self:
        """Check ``content``; ``where`` names its origin in the error message."""
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            lines = [_explain(cls, dict(problem)) for problem in error.errors()]
            msg = f"{where}: " + "; ".join(lines)
            raise ConfigError(msg) from error


@dataclass(frozen=True)
class PackagedFiles:
    """TOML files that come with a package, by their names without ending.

    Attributes:
        package: such as ``facegap.render``.
        folder: The folder in it that holds the files.
    """

    package: str
    folder: str = "recipes"

    def names(self) -> tuple[str, ...]:
        """In order."""
        files = (resources.files(self.package) / self.folder).iterdir()
        return tuple(sorted(Path(each.name).stem for each in files if each.name.endswith(".toml")))

    def text(self, name: str) -> str:
        """One of them as it is written, with its comments."""
        return (resources.files(self.package) / self.folder / f"{name}.toml").read_text(encoding="utf-8")


class PackagedConfig(Config):
    """Base of configurations of which some come with the package and are known by name.

    Attributes:
        noun: what one is called in messages.
        packaged: those that come with the package.
    """

    noun: ClassVar[str] = "recipe"
    packaged: ClassVar[PackagedFiles]

    @classmethod
    def load(cls, name_or_path: str | Path) -> Self:
        """Read the one of that name that comes with the package, or one from a TOML file.

        Raises:
            ConfigError: there is none, or something in it doesn't fit.
        """
        name = str(name_or_path)
        known = cls.packaged.names()
        if name in known:
            return cls.from_dict(tomllib.loads(cls.packaged.text(name)), where=f"{cls.noun} {name}")
        if not name.endswith(".toml") and not Path(name).is_file():
            msg = f"{unknown(name, known, cls.noun, listed=True)} (or give the path of a TOML file)"
            raise ConfigError(msg)
        return cls.from_toml(Path(name))


def _explain(model: type[BaseModel], problem: dict[str, Any]) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] != "extra_forbidden":
        message = str(problem["msg"]).removeprefix("Value error, ")
        return f"{key}: {message}" if key else message
    known = _known_keys(model, problem["loc"][:-1])
    return f"unknown key {key!r}; {hint(problem['loc'][-1], known)}"


def _known_keys(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    for part in path:
        if isinstance(part, int):  # a place in a list
            continue
        field = model.model_fields.get(str(part))
        inner = [kind for kind in _types(field.annotation if field else None) if issubclass(kind, BaseModel)]
        if not inner:
            return []
        model = inner[0]
    return sorted(model.model_fields)


def _types(annotation: Any) -> list[type]:
    members = getattr(annotation, "__args__", (annotation,))
    return [member for member in members if isinstance(member, type)]
