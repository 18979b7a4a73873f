import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facegap.base.errors import BadImageError
from facegap.faceset.formats.framing import MAGIC, read_record, write_record

WORD = struct.pack("<I", MAGIC)
# Records in which the magic word is frequent, at multiples of four and elsewhere.
RECORDS = st.lists(st.one_of(st.just(WORD), st.binary(max_size=9)), max_size=8).map(b"".join)


@given(st.lists(RECORDS, max_size=5))
def test_any_records_come_back(records: list[bytes]) -> None:
    file = io.BytesIO()
    for record in records:
        write_record(file, record)
    file.seek(0)
    assert [read_record(file) for _ in records] == records
    assert read_record(file) is None


@given(RECORDS)
def test_the_magic_word_stands_at_multiples_of_four_only_where_a_part_begins(record: bytes) -> None:
    file = io.BytesIO()
    write_record(file, record)
    content = file.getvalue()
    at, begins = 0, []
    while at < len(content):
        begins.append(at)
        length = struct.unpack_from("<I", content, at + 4)[0] & (1 << 29) - 1
        at += 8 + length + -length % 4
    found = [at for at in range(0, len(content), 4) if content[at : at + 4] == WORD]
    assert found == begins


def test_layout_is_magic_length_data_padding() -> None:
    file = io.BytesIO()
    write_record(file, b"abcde")
    assert file.getvalue() == WORD + struct.pack("<I", 5) + b"abcde\0\0\0"


@pytest.mark.parametrize("cut", [3, 9, 15])
def test_a_cut_record_is_an_error(cut: int) -> None:
    file = io.BytesIO()
    write_record(file, b"0123456789")
    with pytest.raises(BadImageError, match="cut"):
        read_record(io.BytesIO(file.getvalue()[:cut]))
