"""Text lists that benchmarks come with: their lines, and what is said of a damaged one."""

from collections.abc import Sequence
from pathlib import Path

from facegap.base.errors import BenchmarkError

_SHOWN = 80


def read_lines(path: Path, *, skip_blank: bool = True) -> list[tuple[int, str]]:
    """The lines of a list without the white space at their ends, each with its number from 1.

    Args:
        path: of the list, UTF-8.
        skip_blank: leave blank lines out; those at the end always are.

    Raises:
        BenchmarkError: it can't be read, or it is empty.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").rstrip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read as a list: {error}"
        raise BenchmarkError(msg) from error
    if not text:
        msg = f"{path}: the list is empty"
        raise BenchmarkError(msg)
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    return [(number, line) for number, line in lines if line or not skip_blank]


def damaged(path: Path, number: int, line: str, expected: str) -> BenchmarkError:
    """The error for a line that isn't as it should be."""
    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
    return BenchmarkError(f"{path}, line {number}: {shown!r}; expected {expected}")


def find_list(data: Path, names: Sequence[str]) -> Path:
    """The list itself where ``data`` is a file, else the first of ``names`` that is below the folder ``data``.

    Raises:
        BenchmarkError: there is none.
    """
    if data.is_file():
        return data
    if not data.is_dir():
        msg = f"{data}: no such file or folder; name the benchmark's folder with --data"
        raise BenchmarkError(msg)
    for name in names:
        if (data / name).is_file():
            return data / name
    msg = f"{data}: none of the lists {', '.join(names)} is there; name the benchmark's folder with --data"
    raise BenchmarkError(msg)


def folder_of(data: Path) -> Path:
    """The folder ``data``, or the one that the file ``data`` lies in."""
    return data.parent if data.is_file() else data
