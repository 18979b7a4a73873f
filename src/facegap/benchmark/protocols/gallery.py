"""Identification of one's own people: a gallery of those who are known, and probes to be recognized."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePosixPath

import numpy as np

from facegap.base.errors import BenchmarkError
from facegap.benchmark.protocol import Identification, Protocol, Templates, register_protocol
from facegap.benchmark.protocols.images import ListedImages
from facegap.faceset.formats import Reader
from facegap.faceset.formats.index import SUFFIXES, without_suffix

_GALLERY, _PROBES = "gallery", "probes"


@register_protocol
class Gallery(Protocol):
    """A gallery's people have one reference each, made of all their images there; each probe is one image."""

    name = "gallery"
    summary = "identification of your own people, closed-set and open-set"
    layout = (
        "gallery/PERSON.jpg or gallery/PERSON/*.jpg, and probes/ likewise; people of the probes "
        "who are not in the gallery are strangers, who should not be found"
    )

    def reader(self) -> Reader:
        return ListedImages(self.data, self._names, identities=[_person(name) for name in self._names])

    def templates(self) -> Templates:
        template = np.array([self._people[_person(name)] for name in self._in(_GALLERY)], dtype=np.int64)
        probes = len(self._people) + np.arange(len(self._in(_PROBES)))
        rows = np.arange(len(self._names))
        return Templates(rows, np.r_[template, probes], rows, len(self._people) + len(probes))

    def tasks(self) -> Sequence[Identification]:
        mates = [self._people.get(_person(name), -1) for name in self._in(_PROBES)]
        people = len(self._people)
        return [Identification(self.name, np.arange(people), people + np.arange(len(mates)), np.array(mates))]

    @cached_property
    def _names(self) -> list[str]:
        """Images of the gallery, then the probes."""
        return self._in(_GALLERY) + self._in(_PROBES)

    @cached_property
    def _people(self) -> dict[str, int]:
        """The template of each person of the gallery."""
        return {person: number for number, person in enumerate(dict.fromkeys(map(_person, self._in(_GALLERY))))}

    def _in(self, part: str) -> list[str]:
        files = sorted((self.data / part).rglob("*"))
        names = [file.relative_to(self.data).as_posix() for file in files if file.suffix.lower() in SUFFIXES]
        if not names:
            msg = f"{self.data}: no image in the folder {part}/; expected {self.layout}"
            raise BenchmarkError(msg)
        return names


def _person(name: str) -> str:
    """Whose a file is: the folder below ``gallery`` or ``probes``, or else its own name."""
    parts = PurePosixPath(without_suffix(name)).parts
    return parts[1]
