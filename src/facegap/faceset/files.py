"""Files that are whole or not there: written under another name, synced, renamed."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK = 1 << 20


@contextmanager
def atomic_write(path: Path, *, scratch: Path | None = None) -> Iterator[Path]:
    """Yield a temporary path; when the block ends well, sync the file and rename it to ``path``.

    Args:
        path: the final name; what was there before stays until the new file is complete.
        scratch: the folder of the temporary file, on the same file system, where what a killed process left does no
            harm. By default it lies beside ``path`` under a name that the next attempt takes again.
    """
    temporary = scratch / f"{path.name}.{os.getpid()}" if scratch else path.with_name(f".{path.name}.tmp")
    try:
        yield temporary
        sync(temporary)
        temporary.replace(path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Ask the system to put a file's content, or a folder's entries, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
