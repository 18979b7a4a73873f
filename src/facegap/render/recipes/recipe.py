"""A recipe: everything that decides what a rendered set looks like, from one TOML file."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from facegap.base.config import Config, PackagedConfig, PackagedFiles
from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.faceset import sha256
from facegap.render.conditions.conditions import Cell, ConditionRow, Conditions, Sign
from facegap.render.conditions.rules import sampling_rules
from facegap.render.conditions.table import TableUse, read_rows, rows_from_conditions, told
from facegap.render.image.maps import MapName
from facegap.render.recipes.feasibility import check, sort_out, support_of
from facegap.render.recipes.people import PeopleRecipe
from facegap.render.recipes.scenes import SceneRecipe
from facegap.render.sampling.bounds import Bound
from facegap.render.skin.photographs import skin_pack
from facegap.render.tables.hair_styles import STYLES
from facegap.render.truth.vocabulary import ATTRIBUTES


class OutputRecipe(Config):
    """How images are rendered and stored.

    Attributes:
        frame: ``arcface``: cut by five landmarks as recognizers want it; ``photo``: as the camera has it.
        size: pixels across; a crop is square.
        samples: per pixel and axis.
        jpeg: quality of the stored images.
        texture: pixels across of a person's skin texture.
        skins: folder of photographed skin textures in MakeHuman's layout; empty for none.
        maps: what else is written, as a layer of its own, of ``depth``, ``normals`` and ``parts``.
    """

    frame: Literal["arcface", "photo"] = "arcface"
    size: int = Field(default=112, ge=16, le=2048)
    samples: int = Field(default=2, ge=1, le=8)
    jpeg: int = Field(default=95, ge=1, le=100)
    texture: int = Field(default=320, ge=64, le=4096)
    skins: str = ""
    maps: tuple[MapName, ...] = ()

    @field_validator("skins")
    @classmethod
    def _pack(cls, skins: str) -> str:
        if skins:
            skin_pack(Path(skins))
        return skins


class Recipe(PackagedConfig):
    """A recipe: from which distributions people and scenes are drawn, and under which conditions.

    ``Recipe.load`` reads one that comes with the package by its name, or one from a TOML file; ``Recipe.from_dict``
    checks one that was made by a program. What is left out is as in the recipe ``wild``.

    Example:
        >>> recipe = Recipe.load("studio")
        >>> recipe.people.age
        Normal(low=18.0, high=50.0, mean=27.0, sd=6.0)
        >>> women = Recipe.from_dict({"people": {"male": 0}}, where="my recipe")
        >>> (women.people.male, women.people.hair.peaked)
        (0.0, 0.2)
        >>> Recipe.from_dict({"people": {"mael": 0}}, where="my recipe")
        Traceback (most recent call last):
        facegap.base.errors.ConfigError: my recipe: unknown key 'people.mael'; did you mean 'male'?

    Attributes:
        name: of the recipe.
        description: one line for people.
        people: see there.
        scenes: see there.
        output: see there.
        conditions: rows of attributes that are asked for; over many people each is met by its share of the images.
        conditions_table: CSV file of such rows instead, relative to the recipe's folder; see ``read_rows``. Rows that
            can't be met are left out, and counted in ``table_use``.
        rows_alike: of a table, how many rows a person's images are drawn from at least; see ``Rows``.
        demographics: cells and their shares, instead of the people's own.
    """

    packaged = PackagedFiles("facegap.render")

    name: str = Field(default="wild", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    description: str = ""
    people: PeopleRecipe = PeopleRecipe()
    scenes: SceneRecipe = SceneRecipe()
    output: OutputRecipe = OutputRecipe()
    conditions: tuple[ConditionRow, ...] = ()
    conditions_table: str = ""
    rows_alike: int = Field(default=20, ge=1)
    demographics: tuple[Cell, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.conditions and self.conditions_table:
            msg = "conditions and conditions_table exclude each other"
            raise ValueError(msg)
        total = sum(cell.share for cell in self.demographics)
        if self.demographics and abs(total - 1.0) > _SUM_TOLERANCE:
            msg = f"demographics: the shares sum to {total:.7g}, not to 1"
            raise ValueError(msg)
        check(self.asking, self._support, where=f"{self.name}, conditions row")
        return self

    @cached_property
    def _support(self) -> dict[str, Bound]:
        return support_of(self.people, self.scenes)

    @cached_property
    def asking(self) -> Conditions:
        """What is asked of people and images, without what is impossible in a table."""
        return self._read[0]

    @property
    def table_use(self) -> TableUse | None:
        """What became of the table of conditions; None without one."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Conditions, TableUse | None]:
        rules = sampling_rules(self.people.hair.known_styles)
        if not self.conditions_table:
            rows = rows_from_conditions(self.conditions) if self.conditions else None
            return Conditions(rows, self.demographics, rules), None
        path = Path(self.conditions_table)
        all_rows, use = read_rows(path, alike=self.rows_alike)
        possible, impossible = sort_out(Conditions(all_rows, self.demographics, rules), self._support)
        use = use.without(impossible)
        if not all_rows.weights[possible].sum() > 0.0:
            msg = f"{path}: none of its {use.rows} rows can be rendered: {told(use.skipped)}"
            raise ConfigError(msg)
        return Conditions(all_rows.only(possible), self.demographics, rules), use

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Read a recipe from a file; what it names by a path is looked for beside it.

        These are a table of conditions, a table of hair styles and a folder of skins.
        """
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            msg = f"{path}: cannot be read as TOML: {error}"
            raise ConfigError(msg) from error
        for keys in _PATHS:
            section: Any = content
            for key in keys[:-1]:
                section = section.get(key) if isinstance(section, dict) else None
            if isinstance(section, dict) and isinstance(section.get(keys[-1]), str) and section[keys[-1]]:
                section[keys[-1]] = str(path.parent / section[keys[-1]])
        content.setdefault("name", path.stem)
        return cls.from_dict(content, where=str(path))

    def fingerprintable(self) -> dict[str, Any]:
        """All that the images depend on, as JSON: the recipe, with what stands in the files that it names."""
        content = self.for_fingerprint()
        hair = self.people.hair
        del content["people"]["hair"]["styles_file"]  # fingerprints from before there was this key stay as they are
        if hair.styles_file:
            content["people"]["hair"]["further_styles"] = {
                name: style.for_fingerprint() for name, style in hair.known_styles.items() if name not in STYLES
            }
        if self.demographics:
            content["quotas"] = _QUOTAS
        if self.conditions or self.conditions_table:
            content["candidates"] = _CANDIDATES
        if self.conditions_table:
            content["conditions_table"] = sha256(Path(self.conditions_table))
        if self.output.skins:
            skins = skin_pack(Path(self.output.skins))
            content["output"]["skins"] = {
                f"{skin.path.parent.name}/{skin.path.name}": sha256(skin.path) for skin in skins
            }
        return content


# How people come to their cells, and how what is asked for is drawn; other numbers where that changes.
_QUOTAS, _CANDIDATES = 1, 1
_SUM_TOLERANCE = 1e-6
_PATHS = (("conditions_table",), ("people", "hair", "styles_file"), ("output", "skins"))  # relative to the recipe


def with_table(recipe: Recipe, table: Path) -> Recipe:
    """Return a recipe whose images are asked for by the rows of a table, see ``read_rows``.

    Args:
        recipe: The recipe to begin with.
        table: The table's file.

    Raises:
        ConfigError: The table can't be read, none of its rows can be met, or the recipe has conditions of its own.
    """
    if recipe.conditions or recipe.conditions_table:
        msg = f"{table} and the recipe's own conditions exclude each other: leave out one of them"
        raise ConfigError(msg)
    fields = {name: getattr(recipe, name) for name in Recipe.model_fields}
    return Recipe.from_dict({**fields, "conditions_table": str(table)}, where=f"{recipe.name} with {table}")


_SIGNS: Mapping[str, Sign] = {"1": 1, "+1": 1, "-1": -1}


def with_asked(recipe: Recipe, asked: Sequence[str]) -> Recipe:
    """Return a recipe whose images all show the attributes that are asked for.

    Args:
        recipe: The recipe to begin with. Where it has rows of conditions, each of them gets the attributes too, in
            place of what it says of them itself.
        asked: Attributes of MAAD-Face, each as ``ATTRIBUTE=1`` (it is there) or ``ATTRIBUTE=-1`` (it isn't).

    Raises:
        ConfigError: An attribute or a value is unknown, the recipe has a table of conditions, or what is asked for
            contradicts itself or the recipe.

    Example:
        >>> smiling = with_asked(Recipe.load("wild"), ["Smiling=1", "Male=-1"])
        >>> dict(smiling.conditions[0].attributes)
        {'Smiling': 1, 'Male': -1}
        >>> with_asked(Recipe.load("studio"), ["Smilling=1"])
        Traceback (most recent call last):
        facegap.base.errors.ConfigError: --ask Smilling=1: unknown attribute 'Smilling'; did you mean 'Smiling'?
    """
    if not asked:
        return recipe
    if recipe.conditions_table:
        msg = f"--ask and the table {recipe.conditions_table} exclude each other: add columns to the table"
        raise ConfigError(msg)
    attributes = _signs(asked)
    rows = recipe.conditions or (ConditionRow(attributes={}),)
    joined = tuple(ConditionRow(weight=row.weight, attributes={**row.attributes, **attributes}) for row in rows)
    fields = {name: getattr(recipe, name) for name in Recipe.model_fields}
    return Recipe.from_dict({**fields, "conditions": joined}, where=f"{recipe.name} with --ask")


def _signs(asked: Sequence[str]) -> dict[str, Sign]:
    signs: dict[str, Sign] = {}
    for text in asked:
        name, equals, value = text.partition("=")
        if not equals or value not in _SIGNS:
            msg = f"--ask {text}: must be ATTRIBUTE=1 (there) or ATTRIBUTE=-1 (not there)"
            raise ConfigError(msg)
        if name not in ATTRIBUTES:
            msg = f"--ask {text}: {unknown(name, ATTRIBUTES, 'attribute')}"
            raise ConfigError(msg)
        if signs.get(name, _SIGNS[value]) != _SIGNS[value]:
            msg = f"--ask {text}: {name} was asked for with the other sign too"
            raise ConfigError(msg)
        signs[name] = _SIGNS[value]
    return signs
