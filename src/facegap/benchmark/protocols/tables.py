"""Long lists of numbers, read a block at a time."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from facegap.base.errors import BenchmarkError

_BLOCK_BYTES = 8 << 20


def read_blocks(path: Path, columns: Mapping[str, pa.DataType]) -> Iterator[pa.RecordBatch]:
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


def read_whole(path: Path, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """Likewise all rows at once."""
    return pa.Table.from_batches(list(read_blocks(path, columns)), schema=pa.schema(list(columns.items())))


def read_named_columns(path: Path, columns: Mapping[str, pa.DataType]) -> pa.Table:
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
