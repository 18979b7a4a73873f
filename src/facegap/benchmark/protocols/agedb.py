"""AgeDB-30: pairs of one or two people with thirty years between the photographs."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from facegap.base.errors import BenchmarkError
from facegap.benchmark.lists import find_list, folder_of
from facegap.benchmark.protocol import register_protocol
from facegap.benchmark.protocols.named_pairs import NamedPair, NamedPairsProtocol

LIST = "04_FINAL_protocol_30_years.mat"


@register_protocol
class AgeDb(NamedPairsProtocol):
    """The Matlab file that comes with AgeDB (Moschoglou et al. 2017); InsightFace's agedb_30.bin was made from it.

    Its variable ``splits`` holds a cell for each fold: a structure of the pairs, a cell array of 2 × 600 structures
    with the name of the photograph first, and of the labels, 1 or −1.
    """

    name = "agedb"
    summary = "AgeDB-30, 6,000 pairs with 30 years between the photographs in 10 folds"
    layout = (
        f"{LIST}, and the photographs as NAME.jpg in 03_Protocol_Images/; or the path of the Matlab file of another gap"
    )

    def lists(self) -> Mapping[str, Sequence[NamedPair]]:
        path = find_list(self.data, [LIST])
        # Loading this takes a while.
        from scipy.io import loadmat

        try:
            pairs = list(_read_splits(loadmat(path)["splits"]))
        except Exception as error:  # a damaged Matlab file can raise anything
            msg = f"{path}: not a list of AgeDB's protocol, a Matlab file with the cell array 'splits': {error}"
            raise BenchmarkError(msg) from error
        if not pairs:
            msg = f"{path}: the list is empty"
            raise BenchmarkError(msg)
        return {"agedb-30" if path.name == LIST else self.name: pairs}

    def folders(self) -> Sequence[Path]:
        inside = "03_Protocol_Images"
        return [folder_of(self.data) / name for name in (inside, f"{inside}/{inside}", "images", ".")]

    def person(self, name: str) -> str:
        """The name up to the first ``_``; what follows differs from photograph to photograph."""
        return name.partition("_")[0]


def _read_splits(splits: Any) -> Iterator[NamedPair]:
    for fold, split in enumerate(splits.reshape(-1)):
        pairs, labels, *_ = split[0, 0]
        for first, second, label in zip(*pairs, labels.reshape(-1), strict=True):
            if label not in (-1, 0, 1):
                msg = f"label {label} in fold {fold + 1}; 1 is mated, −1 non-mated"
                raise ValueError(msg)
            yield NamedPair(_file(first), _file(second), mated=bool(label == 1), fold=fold)


def _file(photograph: Any) -> str:
    return f"{photograph[0, 0][0].item()}.jpg"
