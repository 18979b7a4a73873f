"""Layers over people, outside of facegap: a table, and the files that are values of it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from facegap.base.errors import FormatError
from facegap.faceset.faceset import PEOPLE, FaceSet
from facegap.faceset.files import atomic_write
from facegap.faceset.formats.index import is_safe

FILE_SUFFIX = b"file_suffix"
"""Key in the metadata of a binary column whose values are files, such as adapters; its value is their ending."""


def export_people(faceset: FaceSet, name: str, path: Path) -> int:
    """Write the layer ``people/<name>`` as the table ``people.parquet`` in a new folder.

    A column of files becomes the folder ``<column>/`` with a file ``<identity><ending>`` for each person, byte for
    byte, and in the table the paths of these files from ``path``.

    Args:
        faceset: The set.
        name: The name of the layer, without ``people/``.
        path: The folder that is written; it must not exist.

    Returns:
        The number of people written; those with an error are left out.

    Raises:
        FaceSetError: the set has no such layer.
        FormatError: there is something at ``path``, or an identity can't be the name of a file.
    """
    shards = faceset.shard_paths(f"{PEOPLE}{name}")
    if path.exists():
        msg = f"{path} exists; nothing was written. Name a path that does not exist"
        raise FormatError(msg)
    path.mkdir(parents=True)
    tables = []
    for shard in shards:
        with pq.ParquetFile(shard) as file:
            tables += [_with_files(_good(file, group), path) for group in range(file.num_row_groups)]
    table = pa.concat_tables(tables)
    with atomic_write(path / "people.parquet") as temporary:
        pq.write_table(table, temporary, compression="zstd")
    return int(table.num_rows)


def _good(file: pq.ParquetFile, group: int) -> pa.Table:
    table = file.read_row_group(group, use_threads=False)
    return table.filter(table["error"].is_null()).drop_columns("error")


def _with_files(table: pa.Table, path: Path) -> pa.Table:
    """Write the values of columns of files; return the table with their paths in place of them."""
    for at, field in enumerate(table.schema):
        suffix = (field.metadata or {}).get(FILE_SUFFIX)
        if suffix is None:
            continue
        paths = []
        for identity, value in zip(table["identity"].to_pylist(), table[field.name], strict=True):
            if not is_safe(identity):
                msg = f"identity {identity!r} leads out of {path}; its file was not written"
                raise FormatError(msg)
            relative = f"{field.name}/{identity}{suffix.decode()}"
            (path / relative).parent.mkdir(parents=True, exist_ok=True)
            (path / relative).write_bytes(value.as_buffer())
            paths.append(relative)
        table = table.set_column(at, pa.field(field.name, pa.string()), pa.array(paths, pa.string()))
    return table
