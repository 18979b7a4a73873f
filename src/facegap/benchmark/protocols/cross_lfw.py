"""Cross-Age and Cross-Pose LFW: two lines a pair, each with a file name and whether the pair is mated."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from facegap.benchmark.lists import damaged, find_list, folder_of, read_lines
from facegap.benchmark.protocol import register_protocol
from facegap.benchmark.protocols.named_pairs import NamedPair, NamedPairsProtocol, in_tenths


class _CrossLfw(NamedPairsProtocol):
    """The mated pairs come first, 300 for each of ten folds, then the non-mated ones likewise."""

    def lists(self) -> Mapping[str, Sequence[NamedPair]]:
        list_name = f"pairs_{self.name.upper()}.txt"
        return {self.name: in_tenths(_read_list(find_list(self.data, [list_name, f"txts/{list_name}"])))}

    def folders(self) -> Sequence[Path]:
        both = "images&landmarks"
        names = ("images", f"{both}/images", f"{both}/{both}/images", "aligned images", "aligned_images", ".")
        return [folder_of(self.data) / name for name in names]

    def person(self, name: str) -> str:
        return name.rpartition("_")[0]


@register_protocol
class Calfw(_CrossLfw):
    """Cross-Age LFW (Zheng, Deng & Hu 2017)."""

    name = "calfw"
    summary = "Cross-Age LFW, 6,000 pairs in 10 folds"
    layout = "pairs_CALFW.txt, and the photographs as NAME_0001.jpg in images/ or 'aligned images'/"


@register_protocol
class Cplfw(_CrossLfw):
    """Cross-Pose LFW (Zheng & Deng 2018)."""

    name = "cplfw"
    summary = "Cross-Pose LFW, 6,000 pairs in 10 folds"
    layout = "pairs_CPLFW.txt, and the photographs as NAME_1.jpg in images/ or 'aligned images'/"


def _read_list(path: Path) -> list[NamedPair]:
    """Non-mated pairs have the label 0; mated ones have 1 in CPLFW, and in CALFW the number of their fold, 1 to 10."""
    lines = read_lines(path)
    fields = [_fields(path, number, line) for number, line in lines]
    if len(fields) % 2:
        raise damaged(path, *lines[-1], "a second line for this pair")
    pairs = []
    for place in range(0, len(fields), 2):
        (first, label), (second, other_label) = fields[place : place + 2]
        if label != other_label:
            raise damaged(path, *lines[place + 1], f"the label {label}, as on the line of its pair before")
        pairs.append(NamedPair(first, second, mated=label > 0))
    return pairs


def _fields(path: Path, number: int, line: str) -> tuple[str, int]:
    name, _, label = line.rpartition(" ")
    if not name or not label.isdecimal() or int(label) > 10:
        raise damaged(path, number, line, "a file name and a label: 0 for a non-mated pair, 1 to 10 for a mated one")
    return name.strip(), int(label)
