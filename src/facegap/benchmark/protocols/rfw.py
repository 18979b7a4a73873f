"""Racial Faces in-the-Wild: a list of pairs for each of four groups, in LFW's form."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from facegap.benchmark.lists import find_list, folder_of, read_lines
from facegap.benchmark.protocol import register_protocol
from facegap.benchmark.protocols.lfw import named_pair
from facegap.benchmark.protocols.named_pairs import NamedPair, NamedPairsProtocol, in_tenths

GROUPS = ("African", "Asian", "Caucasian", "Indian")


@register_protocol
class Rfw(NamedPairsProtocol):
    """One task with all pairs and their groups, for fairness at a common threshold, and one for each group alone.

    The lists have no header; their 6,000 pairs are in ten folds by order.
    """

    name = "rfw"
    summary = "Racial Faces in-the-Wild, 4 × 6,000 pairs within African, Asian, Caucasian and Indian"
    layout = (
        "txts/African/African_pairs.txt and likewise Asian, Caucasian, Indian; the photographs as "
        "data/African/m.0xxx/m.0xxx_0001.jpg; both may be in test/"
    )

    def lists(self) -> Mapping[str, Sequence[NamedPair]]:
        alone = {group: self._read_list(group) for group in GROUPS}
        together = [pair for pairs in alone.values() for pair in pairs]
        return {self.name: together} | {f"{self.name}-{group.lower()}": pairs for group, pairs in alone.items()}

    def folders(self) -> Sequence[Path]:
        folder = folder_of(self.data)
        return [folder / name for name in ("data", "test/data", "images", ".")]

    def person(self, name: str) -> str:
        return name.split("/")[1]

    def _read_list(self, group: str) -> list[NamedPair]:
        file = f"{group}/{group}_pairs.txt"
        path = find_list(folder_of(self.data), [f"txts/{file}", f"test/txts/{file}", file, f"{group}_pairs.txt"])
        pairs = (named_pair(path, number, line) for number, line in read_lines(path))
        return in_tenths(
            [
                pair._replace(first=f"{group}/{pair.first}", second=f"{group}/{pair.second}", group=group)
                for pair in pairs
            ]
        )
