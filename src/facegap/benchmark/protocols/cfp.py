"""Celebrities in Frontal-Profile: frontal against frontal, and frontal against profile."""

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

from facegap.base.errors import BenchmarkError
from facegap.benchmark.lists import damaged, find_list, folder_of, read_lines
from facegap.benchmark.protocol import register_protocol
from facegap.benchmark.protocols.named_pairs import NamedPair, NamedPairsProtocol

Numbered = Mapping[int, str]
"""Names of images by the number that the splits call them by."""


@register_protocol
class Cfp(NamedPairsProtocol):
    """CFP-FF and CFP-FP from the folders in which the data set is given out (Sengupta et al. 2016)."""

    name = "cfp"
    summary = "Celebrities in Frontal-Profile, FF and FP with 7,000 pairs each in 10 splits"
    layout = (
        "Protocol/Pair_list_F.txt and Pair_list_P.txt; Protocol/Split/FF/01/same.txt and diff.txt, likewise FP, to 10; "
        "the photographs as Data/Images/001/frontal/01.jpg and profile/01.jpg"
    )

    def lists(self) -> Mapping[str, Sequence[NamedPair]]:
        frontal = _read_names(find_list(self._folder / "Protocol", ["Pair_list_F.txt"]))
        profile = _read_names(find_list(self._folder / "Protocol", ["Pair_list_P.txt"]))
        return {
            "cfp-ff": self._read_splits("FF", first=frontal, second=frontal),
            "cfp-fp": self._read_splits("FP", first=frontal, second=profile),
        }

    def folders(self) -> Sequence[Path]:
        return [self._folder]

    def person(self, name: str) -> str:
        return name.split("/")[-3]

    @property
    def _folder(self) -> Path:
        folder = folder_of(self.data)
        inner = folder / "cfp-dataset"
        return inner if inner.is_dir() and not (folder / "Protocol").is_dir() else folder

    def _read_splits(self, kind: str, *, first: Numbered, second: Numbered) -> list[NamedPair]:
        folder = self._folder / "Protocol" / "Split" / kind
        splits = sorted(path for path in folder.glob("*") if path.is_dir())
        if not splits:
            msg = f"{folder}: no folders 01 to 10 with same.txt and diff.txt; name the benchmark's folder with --data"
            raise BenchmarkError(msg)
        return [
            NamedPair(*names, mated=mated, fold=fold)
            for fold, split in enumerate(splits)
            for file, mated in (("same.txt", True), ("diff.txt", False))
            for names in _read_pairs(split / file, first=first, second=second)
        ]


def _read_names(path: Path) -> Numbered:
    """Lines ``1 ../Data/Images/001/frontal/01.jpg``, relative to the folder Protocol."""
    names = {}
    for number, line in read_lines(path):
        key, *relative = line.split(maxsplit=1)
        name = posixpath.normpath(posixpath.join("Protocol", *relative))
        if not key.isdecimal() or len(name.split("/")) < 3:
            raise damaged(path, number, line, "a number and a path such as '../Data/Images/001/frontal/01.jpg'")
        names[int(key)] = name
    return names


def _read_pairs(path: Path, *, first: Numbered, second: Numbered) -> list[tuple[str, str]]:
    """Lines ``1,2``: numbers of photographs in the lists for the first and the second."""
    pairs = []
    for number, line in read_lines(path):
        match [field.strip() for field in line.split(",")]:
            case [one, other] if one.isdecimal() and other.isdecimal() and int(one) in first and int(other) in second:
                pairs.append((first[int(one)], second[int(other)]))
            case _:
                raise damaged(path, number, line, "two numbers of photographs that the Pair_list files have, as '1,2'")
    return pairs
