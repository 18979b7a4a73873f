"""RecordIO framing, as MXNet writes it: a stream of records, each behind a magic word, padded to four bytes.

A record that holds the magic word at a multiple of four bytes is cut there into parts (the word itself is left
out and put back on reading), so that a reader can find the next record after damage. The framing is described in
dmlc-core's ``recordio.h``.
"""

import struct
from typing import BinaryIO

from facegap.base.errors import BadImageError

MAGIC = 0xCED7230A
_MAGIC_BYTES = struct.pack("<I", MAGIC)
_LENGTH_BITS = 29
_MAX_LENGTH = (1 << _LENGTH_BITS) - 1
_WHOLE, _FIRST, _MIDDLE, _LAST = range(4)


def read_record(file: BinaryIO) -> bytes | None:
    """Read the record that begins here; None at the end of the file.

    Raises:
        BadImageError: The framing is broken, or the file ends within a record.
    """
    parts: list[bytes] = []
    while True:
        start = file.tell()
        head = file.read(8)
        if not head and not parts:
            return None
        if len(head) < 8 or head[:4] != _MAGIC_BYTES:
            msg = f"no record at byte {start}: the file is cut or not RecordIO"
            raise BadImageError(msg)
        word = struct.unpack("<I", head[4:])[0]
        flag, length = word >> _LENGTH_BITS, word & _MAX_LENGTH
        payload = file.read(length)
        file.read(-length % 4)
        if len(payload) < length:
            msg = f"record at byte {start} is cut: {len(payload)} of {length} bytes"
            raise BadImageError(msg)
        if bool(parts) != (flag in (_MIDDLE, _LAST)):
            msg = f"record at byte {start} is out of order (part flag {flag})"
            raise BadImageError(msg)
        parts.append(payload)
        if flag in (_WHOLE, _LAST):
            return _MAGIC_BYTES.join(parts)


def write_record(file: BinaryIO, record: bytes) -> None:
    """Write one record here.

    Raises:
        ValueError: The record is longer than the format can hold (2²⁹ − 1 bytes).
    """
    if len(record) > _MAX_LENGTH:
        msg = f"a record of {len(record)} bytes; RecordIO holds at most {_MAX_LENGTH}"
        raise ValueError(msg)
    parts = _split_at_magic(record)
    for number, part in enumerate(parts):
        if len(parts) == 1:
            flag = _WHOLE
        elif number == 0:
            flag = _FIRST
        else:
            flag = _LAST if number == len(parts) - 1 else _MIDDLE
        file.write(_MAGIC_BYTES + struct.pack("<I", flag << _LENGTH_BITS | len(part)))
        file.write(part + b"\x00" * (-len(part) % 4))


def _split_at_magic(record: bytes) -> list[bytes]:
    parts, begin, at = [], 0, record.find(_MAGIC_BYTES)
    while at != -1:
        if at % 4 == 0:
            parts.append(record[begin:at])
            begin = at + 4
            at = record.find(_MAGIC_BYTES, begin)
        else:
            at = record.find(_MAGIC_BYTES, at + 1)
    return [*parts, record[begin:]]
