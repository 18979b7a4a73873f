"""Another name for a face set."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facegap.base.errors import FaceSetError
from facegap.engine import RunSummary, layers_in_work
from facegap.faceset import FaceSet, check_set_name, move_set, rename_set
from facegap.workflows.parts.result import Result


@dataclass(frozen=True, repr=False, eq=False)
class RenamedSet(Result):
    """A face set that has another name.

    Attributes:
        faceset: the set, opened anew.
        old_name: what it was called.
        updated: the folders of sets made from it that now name its new folder.
    """

    faceset: FaceSet
    old_name: str
    updated: tuple[Path, ...] = ()
    runs: tuple[RunSummary, ...] = ()

    @property
    def headline(self) -> str:
        return f"{self.faceset.info.name}, which was {self.old_name}, in {self.faceset.path}"

    def facts(self) -> dict[str, Any]:
        return {
            "face_set": str(self.faceset.path),
            "name": self.faceset.info.name,
            "old_name": self.old_name,
            "updated": [str(path) for path in self.updated],
        }

    def _lines(self) -> list[str]:
        return [f"{path} names its new folder" for path in self.updated]


def rename(faceset: FaceSet | str | Path, name: str, *, folder: bool = False) -> RenamedSet:
    """Give a face set another name, by which reports and comparisons call it.

    Images, layers and fingerprints stay as they are, and no run is to be made again. Sets that were made from it keep
    the name that it had then in their lineage.

    Args:
        faceset: the set, or its path.
        name: the new name.
        folder: whether the set's folder gets this name too, beside where it was. Sets in the same folder that were
            made from it are told of its new place; those elsewhere no longer find it, as ``verify`` then notes.

    Raises:
        FaceSetError: there is no face set at the path, the name can't be one, something of that name is there already,
            or a run is writing into the set.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("pictures", person).mkdir(parents=True)
        ...     _ = Path("pictures", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("pictures", "first", kind="real", workers=1)
        >>> fg.rename("first", "second", folder=True)
        second, which was first, in second
        >>> fg.open("second").info.name
        'second'
    """
    opened = faceset if isinstance(faceset, FaceSet) else FaceSet.open(faceset)
    old_name, updated = opened.info.name, list[Path]()
    check_set_name(name)
    if folder:
        busy = layers_in_work(opened.path)
        if busy:
            msg = f"{opened.path}: a run is writing {', '.join(busy)}; wait for it, or end it. Nothing was changed"
            raise FaceSetError(msg)
        opened, updated = move_set(opened, name)
    return RenamedSet(rename_set(opened, name), old_name, tuple(updated))
