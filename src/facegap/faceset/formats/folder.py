"""Image files in folders: a folder a person, at any depth, or all in one flat folder."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa

from facegap.base.errors import FormatError
from facegap.faceset.codec import image_suffix
from facegap.faceset.faceset import FaceSet
from facegap.faceset.files import sync
from facegap.faceset.formats.index import SUFFIXES, file_state, is_safe, make_index, without_suffix
from facegap.faceset.formats.registry import Reader, ReadImage, good_rows, register_reader, register_writer


@register_reader
class Folder(Reader):
    """Reads every image file below a folder.

    The folder that a file lies in, relative to the top, is its identity. Files directly in the top folder have no
    identity. Hidden files and folders are passed over; links are followed.
    """

    name = "folder"
    summary = "image files, one folder a person (any depth) or all in one"
    catch_all = True

    @staticmethod
    def recognizes(path: Path) -> bool:
        return path.is_dir()

    def index(self) -> pa.Table:
        files = list(_image_files(self.path))
        names = [file.relative_to(self.path).as_posix() for file in files]
        readable = [os.fsencode(name).decode("utf-8", errors="backslashreplace") for name in names]
        readable = [name if name.isprintable() else ascii(name)[1:-1] for name in readable]
        identities = [str(Path(name).parent) for name in readable]
        return make_index(
            self.path,
            image_ids=[without_suffix(name) for name in readable],
            identities=[None if identity == "." else identity for identity in identities],
            paths=readable,
            locators={
                "_file": pa.array([os.fsencode(name) for name in names], pa.binary()),
                "_state": pa.array([file_state(file) for file in files], pa.string()),
            },
        )

    def start(self) -> ReadImage:
        def read(row: dict[str, Any]) -> bytes:
            return (self.path / os.fsdecode(row["_file"])).read_bytes()

        return read


def _image_files(top: Path) -> Iterator[Path]:
    """The image files below a folder, each folder's own before those of the folders in it, by name.

    Raises:
        FormatError: A folder can't be listed, or a link leads back to a folder that it lies in.
    """
    for folder, folders, files in os.walk(top, onerror=_not_listed, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            _check_link(top, Path(folder, name))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder, name)


def _not_listed(error: OSError) -> NoReturn:
    msg = f"{error.filename}: this folder can't be listed ({error.strerror}); nothing was imported"
    raise FormatError(msg) from error


def _check_link(top: Path, folder: Path) -> None:
    """See that a folder isn't a link to one on the way to it: its images would come again and again."""
    if not folder.is_symlink():
        return
    target = folder.resolve()
    for above in folder.parents:
        if above.resolve() == target:
            msg = f"{folder}: this link leads back to {above}, in which it lies; remove it. Nothing was imported"
            raise FormatError(msg)
        if above == top:
            return


@register_writer("folder")
def write_folder(faceset: FaceSet, path: Path) -> int:
    """Write each image as the file ``<image id>.<ending of its encoding>`` below ``path``; return their number.

    Raises:
        FormatError: An image id leads out of the folder.
    """
    count = 0
    path.mkdir(parents=True)
    for row in good_rows(faceset):
        if not is_safe(row["image_id"]):
            msg = f"{faceset.path}: image id {row['image_id']!r} leads out of {path}; it was not written"
            raise FormatError(msg)
        file = path / f"{row['image_id']}{image_suffix(row['image']['bytes'])}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(row["image"]["bytes"])
        count += 1
    sync(path)
    return count
