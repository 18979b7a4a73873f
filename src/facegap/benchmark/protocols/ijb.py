"""IARPA Janus Benchmarks B and C, as InsightFace gives them out: templates of photographs and video frames."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.base.errors import BenchmarkError
from facegap.benchmark.lists import find_list
from facegap.benchmark.protocol import Identification, Protocol, Task, Templates, Verification, register_protocol
from facegap.benchmark.protocols.ijb_lists import IjbFaces, Subjects, read_faces, read_pairs, read_subjects
from facegap.benchmark.protocols.images import LandmarkedImages
from facegap.faces import ARCFACE
from facegap.faceset.formats import Reader


class _Ijb(Protocol):
    """Verification of template pairs, and identification of all probe templates in each of two galleries.

    The lists of identification (1:N) may be absent; images have identities only with them. InsightFace reports a search
    in both galleries at once, where everybody has a mate: that is the third task.
    """

    alignment = ARCFACE
    galleries: ClassVar[tuple[str, str]]

    def reader(self) -> Reader:
        faces = self._faces
        return LandmarkedImages(
            self.data / "loose_crop", faces.names, landmarks=faces.landmarks, identities=self._identities()
        )

    def templates(self) -> Templates:
        faces = self._faces
        return Templates(faces.image, np.searchsorted(self._ids, faces.template), faces.medium, len(self._ids))

    def tasks(self) -> Sequence[Task]:
        pairs = self._find("template_pair_label.txt")
        return [Verification(self.name, *read_pairs(pairs, template_ids=self._ids)), *self._identifications()]

    def _identifications(self) -> list[Identification]:
        if not self._subjects:
            return []
        *galleries, probes = self._subjects
        named = [
            (f"{self.name}-1n-{name.lower()}", gallery) for name, gallery in zip(self.galleries, galleries, strict=True)
        ]
        if not np.intersect1d(galleries[0].subject, galleries[1].subject).size:
            named.append((f"{self.name}-1n", galleries[0] + galleries[1]))
        return [
            Identification(name, self._numbers(gallery), self._numbers(probes), gallery.places_of(probes.subject))
            for name, gallery in named
        ]

    def _identities(self) -> list[str | None] | None:
        """The subject of each image, by way of the first template that it is in."""
        if not self._subjects:
            return None
        subjects = np.full(len(self._ids), -1, dtype=np.int64)
        for part in self._subjects:
            subjects[self._numbers(part)] = part.subject
        faces = self._faces
        images, first = np.unique(faces.image, return_index=True)
        of_image = np.full(len(faces.names), -1, dtype=np.int64)
        of_image[images] = subjects[np.searchsorted(self._ids, faces.template[first])]
        return [None if subject < 0 else str(subject) for subject in of_image.tolist()]

    @cached_property
    def _faces(self) -> IjbFaces:
        return read_faces(self._find("name_5pts_score.txt"), self._find("face_tid_mid.txt"))

    @cached_property
    def _ids(self) -> Int64Array:
        """The template ids of the lists in rising order; a template's number is its place here."""
        return np.unique(self._faces.template)

    @cached_property
    def _subjects(self) -> list[Subjects]:
        """Both galleries and the probes; empty where the lists of identification aren't there."""
        names = [*(f"gallery_{name}" for name in self.galleries), "probe_mixed"]
        paths = [self.data / "meta" / f"{self.name}_1N_{name}.csv" for name in names]
        present = [path for path in paths if path.is_file()]
        if not present:
            return []
        if len(present) < len(paths):
            missing = ", ".join(path.name for path in paths if path not in present)
            msg = f"{paths[0].parent}: {missing} is missing; identification needs three lists: add it, or move the rest"
            raise BenchmarkError(msg)
        *galleries, probes = (read_subjects(path) for path in paths)
        for gallery in galleries:
            gallery.check_one_template_each()
        return [*galleries, probes]

    def _numbers(self, subjects: Subjects) -> Int64Array:
        places = np.searchsorted(self._ids, subjects.template)
        unknown = self._ids[np.minimum(places, len(self._ids) - 1)] != subjects.template
        if unknown.any():
            msg = (
                f"{subjects.path}: template {subjects.template[unknown][0]} has no image in "
                f"{self.name}_face_tid_mid.txt ({unknown.sum():,} have none); the lists don't belong together"
            )
            raise BenchmarkError(msg)
        return places

    def _find(self, name: str) -> Path:
        return find_list(self.data / "meta", [f"{self.name}_{name}"])


def _layout(name: str, galleries: tuple[str, str]) -> str:
    return (
        f"loose_crop/*.jpg; meta/{name}_name_5pts_score.txt, {name}_face_tid_mid.txt, {name}_template_pair_label.txt; "
        f"for identification also meta/{name}_1N_gallery_{galleries[0]}.csv, {name}_1N_gallery_{galleries[1]}.csv, "
        f"{name}_1N_probe_mixed.csv"
    )


@register_protocol
class Ijbb(_Ijb):
    """IJB-B (Whitelam et al. 2017)."""

    name = "ijbb"
    summary = "IJB-B: 8 million template pairs 1:1, and identification 1:N"
    galleries = ("S1", "S2")
    layout = _layout("ijbb", ("S1", "S2"))


@register_protocol
class Ijbc(_Ijb):
    """IJB-C (Maze et al. 2018)."""

    name = "ijbc"
    summary = "IJB-C: 15.7 million template pairs 1:1, and identification 1:N"
    galleries = ("G1", "G2")
    layout = _layout("ijbc", ("G1", "G2"))
