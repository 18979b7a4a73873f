"""InsightFace's training sets: ``train.rec`` with ``train.idx``, without MXNet."""

import csv
import struct
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pyarrow as pa

from facegap.base.errors import BadImageError, FormatError
from facegap.faceset.faceset import FaceSet
from facegap.faceset.files import sync
from facegap.faceset.formats.framing import read_record, write_record
from facegap.faceset.formats.index import file_state, make_index
from facegap.faceset.formats.registry import Columns, Reader, ReadImage, good_rows, register_reader, register_writer

_HEADER = struct.Struct("<IfQQ")
"""MXNet's IRHeader: number of labels (0: the one that follows), label, id, second id."""


@register_reader
class RecordIO(Reader):
    """Reads a ``.rec`` file with its ``.idx``, or the folder that holds one pair of them.

    The identity is the (first) label, and the image id is the record's number. InsightFace's record 0 says where the
    records of images end and those of identities begin; files without it hold images only.
    """

    name = "rec"
    summary = "InsightFace's train.rec with train.idx"

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(_only_rec(path) if path.is_dir() else path, columns)

    @staticmethod
    def recognizes(path: Path) -> bool:
        return path.suffix == ".rec" or (path.is_dir() and any(path.glob("*.rec")))

    def index(self) -> pa.Table:
        offsets = self._offsets()
        with self.path.open("rb") as file:
            numbers = _image_numbers(file, offsets)
            labels = [_label(file, offsets[number]) for number in numbers]
        return make_index(
            self.path,
            image_ids=[f"{number:08d}" for number in numbers],
            identities=labels,
            paths=[f"{self.path.name}#{number}" for number in numbers],
            locators={
                "_offset": pa.array([offsets[number] for number in numbers], pa.int64()),
                "_state": pa.repeat(file_state(self.path), len(numbers)),
            },
        )

    def start(self) -> ReadImage:
        def read(row: dict[str, Any]) -> bytes:
            with self.path.open("rb") as file:
                file.seek(row["_offset"])
                record = read_record(file)
            if record is None:
                msg = f"{self.path.name} ends before byte {row['_offset']}"
                raise BadImageError(msg)
            return _split(record)[1]

        return read

    def _offsets(self) -> dict[int, int]:
        path = self.path.with_suffix(".idx")
        try:
            lines = path.read_text(encoding="ascii").splitlines()
            offsets = {int(number): int(offset) for number, offset in (line.split() for line in lines if line.strip())}
            if min(offsets.values(), default=0) < 0:
                msg = "a negative byte"
                raise ValueError(msg)
            return offsets
        except (OSError, ValueError) as error:
            msg = f"{path}: not an index of '<record> <byte>' lines, which {self.path.name} needs beside it: {error}"
            raise FormatError(msg) from error


def _only_rec(folder: Path) -> Path:
    records = sorted(folder.glob("*.rec"))
    if len(records) != 1:
        msg = f"{folder}: {len(records)} .rec files; name the one to import"
        raise FormatError(msg)
    return records[0]


def _image_numbers(file: BinaryIO, offsets: dict[int, int]) -> list[int]:
    """Numbers of the records that are images: all, or those before the end that InsightFace's record 0 states."""
    numbers = sorted(offsets)
    if 0 not in offsets:
        return numbers
    file.seek(offsets[0])
    labels, payload = _split(read_record(file) or b"")
    if len(labels) < 2 or payload:
        return numbers
    return [number for number in numbers if 0 < number < labels[0]]


def _label(file: BinaryIO, offset: int) -> str | None:
    """The first label of a record, without reading its image; None where the record is broken."""
    file.seek(offset + 8)
    try:
        count, label, _, _ = _HEADER.unpack(file.read(_HEADER.size))
        if count > 0:
            label = struct.unpack("<f", file.read(4))[0]
        return str(int(label))
    except (struct.error, ValueError, OverflowError):
        return None


def _split(record: bytes) -> tuple[tuple[float, ...], bytes]:
    if len(record) < _HEADER.size:
        msg = f"a record of {len(record)} bytes has no header"
        raise BadImageError(msg)
    count, label, _, _ = _HEADER.unpack_from(record)
    body = record[_HEADER.size :]
    if count == 0:
        return (label,), body
    if len(body) < 4 * count:
        msg = f"a record of {len(record)} bytes is too short for its {count} labels"
        raise BadImageError(msg)
    return struct.unpack_from(f"<{count}f", body), body[4 * count :]


@register_writer("rec")
def write_recordio(faceset: FaceSet, path: Path) -> int:
    """Write a folder with ``train.rec``, ``train.idx``, ``property`` and ``identities.csv``, as InsightFace reads it.

    Images are grouped by identity, since InsightFace describes an identity by a range of records; labels count
    from 0 in order of first appearance, and ``identities.csv`` says whose each is.

    Raises:
        FormatError: An image has no identity, or the set has no common image size for ``property``.
    """
    if faceset.info.image_size is None:
        msg = f"{faceset.path}: images of different sizes; InsightFace's .rec needs one size (import with --align)"
        raise FormatError(msg)
    ranges = _count_identities(faceset)
    images = sum(ranges.values())
    path.mkdir(parents=True)
    with (path / "train.rec").open("wb") as rec, (path / "train.idx").open("w", encoding="ascii") as idx:

        def put(number: int, labels: tuple[float, ...], payload: bytes) -> None:
            idx.write(f"{number}\t{rec.tell()}\n")
            flag, label = (0, labels[0]) if len(labels) == 1 else (len(labels), 0.0)
            extra = b"" if flag == 0 else struct.pack(f"<{flag}f", *labels)
            write_record(rec, _HEADER.pack(flag, label, number, 0) + extra + payload)

        put(0, (float(images + 1), float(images + 1 + len(ranges))), b"")
        next_record = {}
        begin = 1
        for identity, count in ranges.items():
            next_record[identity] = begin
            begin += count
        label_of = {identity: label for label, identity in enumerate(ranges)}
        for row in good_rows(faceset):
            put(next_record[row["identity"]], (float(label_of[row["identity"]]),), row["image"]["bytes"])
            next_record[row["identity"]] += 1
        for label, (identity, count) in enumerate(ranges.items()):
            end = next_record[identity]
            put(images + 1 + label, (float(end - count), float(end)), b"")
    width, height = faceset.info.image_size
    (path / "property").write_text(f"{len(ranges)},{height},{width}\n", encoding="ascii")
    with (path / "identities.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("label", "identity"), *enumerate(ranges)])
    sync(path)
    return images


def _count_identities(faceset: FaceSet) -> dict[str, int]:
    """Number of good images of each identity, in order of first appearance."""
    identities = faceset.scan().filter(pl.col("error").is_null()).select("identity").collect()["identity"]
    if identities.null_count():
        msg = f"{faceset.path}: {identities.null_count()} images have no identity; a .rec needs a label for each"
        raise FormatError(msg)
    return dict(identities.to_frame().group_by("identity", maintain_order=True).len().iter_rows())
