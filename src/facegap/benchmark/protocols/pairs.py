"""One's own list of pairs, as a CSV file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from facegap.base.errors import BenchmarkError
from facegap.benchmark.lists import find_list
from facegap.benchmark.protocol import register_protocol
from facegap.benchmark.protocols.named_pairs import NamedPair, NamedPairsProtocol

_NEEDED = ("image1", "image2", "mated")
_KNOWN = (*_NEEDED, "fold", "group", "person1", "person2")
_MATED = {"1": True, "true": True, "0": False, "false": False}

Line = tuple[int, dict[str, str]]
"""Where it ends in the file, and its fields by column."""


@register_protocol
class OwnPairs(NamedPairsProtocol):
    """A CSV file with a header; other columns are passed over."""

    name = "pairs"
    summary = "your own list of pairs"
    layout = (
        "pairs.csv (or the path of another CSV file) with the columns image1, image2 (paths relative to the file), "
        "mated (1 or 0) and, where you have them, fold, group, person1, person2"
    )

    def lists(self) -> Mapping[str, Sequence[NamedPair]]:
        return {self._path.stem: _numbered_from_0([self._pair(number, line) for number, line in self._lines])}

    def folders(self) -> Sequence[Path]:
        return [self._path.parent]

    def person(self, name: str) -> str | None:
        return self._people.get(name)

    @property
    def _path(self) -> Path:
        return find_list(self.data, ["pairs.csv"])

    def _pair(self, number: int, line: dict[str, str]) -> NamedPair:
        if not line["image1"] or not line["image2"]:
            raise self._damaged(number, "image1 and image2 must name images")
        if line["mated"].lower() not in _MATED:
            raise self._damaged(number, f"mated is {line['mated']!r}; it must be 1 or 0")
        mated = _MATED[line["mated"].lower()]
        first_person, second_person = (self._people.get(line[name]) for name in ("image1", "image2"))
        if first_person and second_person and mated != (first_person == second_person):
            raise self._damaged(
                number, f"mated is {line['mated']!r}, but the images are of {first_person!r} and {second_person!r}"
            )
        fold = line.get("fold")
        if fold is not None and not fold.isdecimal():
            raise self._damaged(number, f"fold is {fold!r}; it must be a whole number")
        return NamedPair(
            line["image1"],
            line["image2"],
            mated=mated,
            fold=None if fold is None else int(fold),
            group=line.get("group") or None,
        )

    @cached_property
    def _people(self) -> dict[str, str]:
        people: dict[str, str] = {}
        for number, line in self._lines:
            for place in ("1", "2"):
                name, person = line[f"image{place}"], line.get(f"person{place}")
                if person and people.setdefault(name, person) != person:
                    raise self._damaged(number, f"{name!r} is of {person!r} here and of {people[name]!r} before")
        return people

    @cached_property
    def _lines(self) -> list[Line]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                lines = list(self._read(csv.reader(file)))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            msg = f"{self._path}: cannot be read as CSV: {error}"
            raise BenchmarkError(msg) from error
        if not lines:
            msg = f"{self._path}: the list is empty"
            raise BenchmarkError(msg)
        return lines

    def _read(self, rows: Iterator[list[str]]) -> Iterator[Line]:
        header = [name.strip() for name in next(rows, [])]
        missing = [name for name in _NEEDED if name not in header]
        if missing:
            msg = f"{self._path}: has no column {' or '.join(missing)}; its columns are {', '.join(header) or 'none'}"
            raise BenchmarkError(msg)
        for number, row in enumerate(rows, start=2):
            if not row:
                continue
            if len(row) != len(header):
                raise self._damaged(number, f"{len(row)} fields; expected {len(header)}: {','.join(header)}")
            fields = {name: field.strip() for name, field in zip(header, row, strict=True) if name in _KNOWN}
            yield number, fields

    def _damaged(self, number: int, problem: str) -> BenchmarkError:
        return BenchmarkError(f"{self._path}, line {number}: {problem}")


def _numbered_from_0(pairs: list[NamedPair]) -> list[NamedPair]:
    """The pairs with folds from 0 and without gaps, whatever numbers the list gives them."""
    folds = sorted({pair.fold for pair in pairs if pair.fold is not None})
    numbers = {fold: number for number, fold in enumerate(folds)}
    return [pair if pair.fold is None else pair._replace(fold=numbers[pair.fold]) for pair in pairs]
