"""The lists of IJB-B and IJB-C: faces with landmarks, templates and media; pairs; galleries and probes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.base.errors import BenchmarkError

_BLOCK_BYTES = 8 << 20
_POINTS = [f"{axis}{point}" for point in range(1, 6) for axis in "xy"]


@dataclass(frozen=True)
class IjbFaces:
    """The images, and the templates that they are in.

    Attributes:
        names: of the files, in the order of the list with the landmarks.
        landmarks: float32 (images, 5, 2), pixels.
        image: int64 (members,), rows of images; one that is in two templates is there twice.
        template: int64 (members,), the template's id in the lists.
        medium: int64 (members,), the id of the photograph or video.
    """

    names: list[str]
    landmarks: Float32Array
    image: Int64Array
    template: Int64Array
    medium: Int64Array


def read_faces(landmarks: Path, members: Path) -> IjbFaces:
    """Read ``name x1 y1 … x5 y5 score`` and ``name template medium``.

    Raises:
        BenchmarkError: a list is damaged, or the second names an image that the first hasn't.
    """
    listed = _read_whole(
        landmarks, {"name": pa.string(), **dict.fromkeys(_POINTS, pa.float32()), "score": pa.float32()}
    )
    points = np.stack([listed[point].to_numpy() for point in _POINTS], axis=1)
    bad = np.flatnonzero(~np.isfinite(points).all(axis=1))
    if len(bad):
        msg = f"{landmarks}, line {bad[0] + 1}: a landmark is not a finite number ({len(bad):,} such lines)"
        raise BenchmarkError(msg)
    table = _read_whole(members, {"name": pa.string(), "template": pa.int64(), "medium": pa.int64()})
    rows = pc.index_in(table["name"], value_set=listed["name"].combine_chunks())
    if rows.null_count:
        line = pc.index(rows.is_null(), True).as_py()
        msg = (
            f"{members}, line {line + 1}: {table['name'][line].as_py()!r} has no landmarks in {landmarks.name} "
            f"({rows.null_count:,} images have none); the lists don't belong together"
        )
        raise BenchmarkError(msg)
    return IjbFaces(
        listed["name"].to_pylist(),
        points.reshape(-1, 5, 2),
        rows.to_numpy().astype(np.int64),
        table["template"].to_numpy(),
        table["medium"].to_numpy(),
    )


def read_pairs(path: Path, *, template_ids: Int64Array) -> tuple[Int64Array, Int64Array, BoolArray]:
    """Read ``template template label``.

    Args:
        path: of the list; it is read a block at a time, and takes little more memory than what is returned.
        template_ids: int64, the ids of all templates, rising.

    Returns:
        Numbers of the first and of the second templates, int64 (pairs,), and whether they are mated, bool (pairs,).

    Raises:
        BenchmarkError: a line is damaged, has a template without images, or a label other than 0 and 1.
    """
    blocks, lines = [], 0
    for block in _read_blocks(path, {"template": pa.int64(), "template2": pa.int64(), "label": pa.int64()}):
        first, second, label = (column.to_numpy(zero_copy_only=False) for column in block.columns)
        places = [np.searchsorted(template_ids, ids).astype(np.int32) for ids in (first, second)]
        known = [template_ids[np.minimum(place, len(template_ids) - 1)] for place in places]
        bad = np.flatnonzero((known[0] != first) | (known[1] != second) | (label < 0) | (label > 1))
        if len(bad):
            row = bad[0]
            msg = (
                f"{path}, line {lines + row + 1}: '{first[row]} {second[row]} {label[row]}'; expected two templates "
                "that have images, and the label 0 or 1"
            )
            raise BenchmarkError(msg)
        blocks.append((*places, label == 1))
        lines += len(label)
    first, second, mated = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return first.astype(np.int64), second.astype(np.int64), mated


@dataclass(frozen=True)
class Subjects:
    """Templates and whose they are: a gallery, or the probes.

    Attributes:
        path: of the list, for messages.
        template: int64 (templates,), ids in the lists.
        subject: int64 (templates,), numbers of people.
    """

    path: Path
    template: Int64Array
    subject: Int64Array

    def __add__(self, other: "Subjects") -> "Subjects":
        template = np.concatenate([self.template, other.template])
        return Subjects(self.path, template, np.concatenate([self.subject, other.subject]))

    def places_of(self, subjects: Int64Array) -> Int64Array:
        """The place here of each of those people, int64; −1 for one who isn't here."""
        order = np.argsort(self.subject)
        places = order[np.minimum(np.searchsorted(self.subject[order], subjects), len(order) - 1)]
        return np.where(self.subject[places] == subjects, places, -1).astype(np.int64)

    def check_one_template_each(self) -> None:
        """See that nobody has two templates, as a gallery must have it.

        Raises:
            BenchmarkError: somebody has.
        """
        people, counts = np.unique(self.subject, return_counts=True)
        if (counts > 1).any():
            msg = (
                f"{self.path}: subject {people[counts > 1][0]} has {counts.max()} templates; a gallery has one a person"
            )
            raise BenchmarkError(msg)


def read_subjects(path: Path) -> Subjects:
    """Read a CSV file with a row an image; of its columns, TEMPLATE_ID and SUBJECT_ID matter.

    Raises:
        BenchmarkError: it can't be read, is empty, or gives one template to two people.
    """
    table = _read_named_columns(path, {"TEMPLATE_ID": pa.int64(), "SUBJECT_ID": pa.int64()})
    if not len(table):
        msg = f"{path}: the list is empty"
        raise BenchmarkError(msg)
    rows = np.stack([table["TEMPLATE_ID"].to_numpy(), table["SUBJECT_ID"].to_numpy()], axis=1)
    unique = np.unique(rows, axis=0)
    twice = np.flatnonzero(unique[1:, 0] == unique[:-1, 0])
    if len(twice):
        template, subject = unique[twice[0]]
        msg = f"{path}: template {template} is of two subjects, {subject} and {unique[twice[0] + 1, 1]}"
        raise BenchmarkError(msg)
    return Subjects(path, unique[:, 0].copy(), unique[:, 1].copy())


def _read_blocks(path: Path, columns: Mapping[str, pa.DataType]) -> Iterator[pa.RecordBatch]:
    """The rows of a list without a header whose fields are separated by one space.

    Args:
        path: of the list.
        columns: names and types of all its columns.

    Raises:
        BenchmarkError: it can't be read, is empty, or has a line with other fields; the message has its number.
    """
    expected = " ".join(columns)
    try:
        yield from pacsv.open_csv(
            path,
            # Only one thread can tell in which line a fault is; it reads millions of lines a second.
            read_options=pacsv.ReadOptions(column_names=list(columns), block_size=_BLOCK_BYTES, use_threads=False),
            parse_options=pacsv.ParseOptions(delimiter=" ", quote_char=False, ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(column_types=columns, null_values=[]),
        )
    except (pa.ArrowInvalid, OSError) as error:
        msg = f"{path}: cannot be read as lines '{expected}': {error}"
        raise BenchmarkError(msg) from error


def _read_whole(path: Path, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """Likewise all rows at once."""
    return pa.Table.from_batches(list(_read_blocks(path, columns)), schema=pa.schema(list(columns.items())))


def _read_named_columns(path: Path, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """Some columns of a CSV file with a header.

    Raises:
        BenchmarkError: it can't be read, or lacks a column.
    """
    convert = pacsv.ConvertOptions(column_types=columns, include_columns=list(columns), null_values=[])
    try:
        return pacsv.read_csv(path, read_options=pacsv.ReadOptions(use_threads=False), convert_options=convert)
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
        msg = f"{path}: cannot be read as CSV with the columns {', '.join(columns)}: {error}"
        raise BenchmarkError(msg) from error
