"""A face set's name, and that of its folder; sets that were made from it go on knowing where it is."""

import os
from collections.abc import Iterator
from pathlib import Path

from facegap.base.errors import FaceSetError
from facegap.faceset.faceset import FaceSet
from facegap.faceset.manifest import FaceSetInfo, ParentInfo

_MANIFEST = "faceset.json"


def rename_set(faceset: FaceSet, name: str) -> FaceSet:
    """Give a face set another name; no layer is touched.

    Args:
        faceset: The set.
        name: Its name, for people.

    Raises:
        FaceSetError: the name is empty, or holds what can't be printed.
    """
    check_set_name(name)
    written = FaceSetInfo.read(faceset.path / _MANIFEST).model_copy(update={"name": name})
    written.write(faceset.path / _MANIFEST)
    return FaceSet(faceset.path, written)


def move_set(faceset: FaceSet, name: str) -> tuple[FaceSet, list[Path]]:
    """Rename the folder of a face set, and write its new place into the sets beside it that were made from it.

    What their records say of it otherwise stays, as do their fingerprints, in which no place has a part.

    Args:
        faceset: The set.
        name: Of the folder, which stays where it is.

    Returns:
        The set in its new folder, and the folders of the sets that were told of it.

    Raises:
        FaceSetError: the name leads elsewhere, or something is there already.
    """
    if faceset.path.is_symlink():
        msg = f"{faceset.path} is a link to {faceset.path.resolve()}; rename that. Nothing was changed"
        raise FaceSetError(msg)
    old = faceset.path.resolve()
    new = old.with_name(check_folder_name(name))
    if new == old:
        return faceset, []
    if new.exists():
        msg = f"{new} exists; name another folder. Nothing was changed"
        raise FaceSetError(msg)
    children = {child: info for child, info in _sets_beside(old) if _comes_from(info.parents, child, old)}
    old.rename(new)
    for child, info in children.items():
        parents = tuple(_moved(record, child, child, old, new) for record in info.parents)
        info.model_copy(update={"parents": parents}).write(child / _MANIFEST)
    shown = faceset.path.with_name(name) if faceset.path.name not in ("", "..") else new
    return FaceSet(shown, faceset.info), sorted(children)


def check_set_name(name: str) -> str:
    """Return a name if it can be that of a set.

    Raises:
        FaceSetError: it is empty, or holds what can't be printed.
    """
    if not name.strip() or not name.isprintable():
        msg = f"{name!r} can't be the name of a face set: it needs letters, in one line"
        raise FaceSetError(msg)
    return name


def check_folder_name(name: str) -> str:
    """Return a name if it can be that of a folder.

    Raises:
        FaceSetError: it would lead elsewhere, or be hidden.
    """
    if Path(name).name != name or name.startswith(".") or not name.isprintable():
        msg = f"{name!r} can't be the name of a folder: leave out '/', and dots at its beginning"
        raise FaceSetError(msg)
    return name


def _sets_beside(folder: Path) -> Iterator[tuple[Path, FaceSetInfo]]:
    for manifest in sorted(folder.parent.glob(f"*/{_MANIFEST}")):
        try:
            yield manifest.parent, FaceSetInfo.read(manifest)
        except FaceSetError:
            continue  # of a newer version, or damaged: not for this to mend


def _place(record: ParentInfo, child: Path) -> Path:
    return Path(os.path.normpath(child / record.path))


def _comes_from(records: tuple[ParentInfo, ...], child: Path, folder: Path) -> bool:
    return any(
        _place(record, child) == folder or _comes_from(record.parents, _place(record, child), folder)
        for record in records
    )


def _moved(record: ParentInfo, child: Path, child_now: Path, old: Path, new: Path) -> ParentInfo:
    """A record that finds a set in its new folder; paths in a record are as seen from the set that it belongs to.

    Args:
        record: as it was.
        child: the folder of the set that it belongs to, before the move.
        child_now: the same after it.
        old: the folder of the set that moved.
        new: where that is now.
    """
    place = _place(record, child)
    place_now = new if place == old else place
    return record.model_copy(
        update={
            "path": os.path.relpath(place_now, child_now),
            "parents": tuple(_moved(each, place, place_now, old, new) for each in record.parents),
        }
    )
