"""Face Research Lab London: the same people neutral and smiling."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from facegap.base.errors import BenchmarkError
from facegap.benchmark.protocol import Identification, Protocol, register_protocol
from facegap.benchmark.protocols.images import ListedImages
from facegap.faceset.formats import Reader


@register_protocol
class Frll(Protocol):
    """Smiling faces looked for among the neutral ones of the same people."""

    name = "frll"
    summary = "Face Research Lab London, 102 smiling people among their neutral portraits"
    layout = "images/001/neutral.jpg and smiling.jpg, or neutral_front/001_03.jpg and smiling_front/001_08.jpg"

    def reader(self) -> Reader:
        names = [name for pair in self._pairs.values() for name in pair]
        return ListedImages(self.data, names, identities=[person for person in self._pairs for _ in range(2)])

    def tasks(self) -> Sequence[Identification]:
        people = np.arange(len(self._pairs))
        return [Identification(self.name, gallery=2 * people, probes=2 * people + 1, mates=people)]

    @cached_property
    def _pairs(self) -> dict[str, tuple[str, str]]:
        """The neutral and the smiling image of each person."""
        photographs = {}
        for file in sorted((self.data / "images").glob("*/neutral.jpg")):
            photographs[file.parent.name] = (file, file.with_name("smiling.jpg"))
        for file in sorted((self.data / "neutral_front").glob("*_03.jpg")):
            person = file.name.removesuffix("_03.jpg")
            photographs[person] = (file, self.data / "smiling_front" / f"{person}_08.jpg")
        if not photographs:
            msg = f"{self.data}: no neutral portrait of FRLL; expected {self.layout}"
            raise BenchmarkError(msg)
        return {
            person: (self._relative(neutral), self._relative(smiling))
            for person, (neutral, smiling) in photographs.items()
        }

    def _relative(self, file: Path) -> str:
        return file.relative_to(self.data).as_posix()
