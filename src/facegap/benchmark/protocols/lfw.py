"""Labeled Faces in the Wild: pairs.txt and the photographs of each person in a folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from facegap.base.errors import BenchmarkError
from facegap.benchmark.lists import damaged, find_list, folder_of, read_lines
from facegap.benchmark.protocol import register_protocol
from facegap.benchmark.protocols.named_pairs import NamedPair, NamedPairsProtocol


@register_protocol
class Lfw(NamedPairsProtocol):
    """View 2: 10 folds of 300 mated and 300 non-mated pairs; the development lists of View 1 have no folds."""

    name = "lfw"
    summary = "Labeled Faces in the Wild, 6,000 pairs in 10 folds"
    layout = (
        "pairs.txt, and the photographs as NAME/NAME_0001.jpg in images/, lfw/, lfw-deepfunneled/, lfw_funneled/ or "
        "beside the list; or the path of another list in the same form, such as pairsDevTest.txt"
    )

    def lists(self) -> Mapping[str, Sequence[NamedPair]]:
        return {self.name: _read_list(find_list(self.data, ["pairs.txt"]))}

    def folders(self) -> Sequence[Path]:
        folder = folder_of(self.data)
        names = ("images", "lfw", "lfw-deepfunneled", "lfw-deepfunneled/lfw-deepfunneled", "lfw_funneled", ".")
        return [folder / name for name in names]

    def person(self, name: str) -> str:
        return name.partition("/")[0]


def _read_list(path: Path) -> list[NamedPair]:
    (number, header), *lines = read_lines(path)
    try:
        counts = [int(field) for field in header.split()]
    except ValueError:
        counts = []
    if len(counts) not in (1, 2) or min(counts) < 1:
        raise damaged(path, number, header, "folds and pairs of a kind in each, such as '10 300', or pairs of a kind")
    folds, size = counts if len(counts) == 2 else (None, counts[0])
    expected = 2 * size * (folds or 1)
    if len(lines) != expected:
        msg = (
            f"{path}: its first line, {header!r}, announces {expected:,} pairs, but {len(lines):,} follow; "
            "the list was cut or changed: get it again, or mend the first line"
        )
        raise BenchmarkError(msg)
    pairs = [named_pair(path, number, line) for number, line in lines]
    if folds is None:
        return pairs
    return [pair._replace(fold=place // (2 * size)) for place, pair in enumerate(pairs)]


def named_pair(path: Path, number: int, line: str) -> NamedPair:
    """One line: ``person n m`` is mated, ``person n other m`` is not; fields are separated by tabs or spaces.

    Raises:
        BenchmarkError: it has other fields, or a non-mated pair of one person.
    """
    match line.split("\t") if "\t" in line else line.split():
        case [person, first, second] if first.isdecimal() and second.isdecimal():
            return NamedPair(_file(person, first), _file(person, second), mated=True)
        case [person, first, other, second] if first.isdecimal() and second.isdecimal() and person != other:
            return NamedPair(_file(person, first), _file(other, second), mated=False)
    raise damaged(path, number, line, "'person number number' (mated) or 'person number other-person number'")


def _file(person: str, number: str) -> str:
    return f"{person}/{person}_{int(number):04d}.jpg"
