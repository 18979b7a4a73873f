"""WebDataset: tar files whose members ``key.jpg``, ``key.json``, ``key.cls`` make one sample."""

import io
import itertools
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa

from facegap.base.errors import BadImageError, FormatError
from facegap.faceset.codec import image_suffix
from facegap.faceset.faceset import FaceSet
from facegap.faceset.files import sync
from facegap.faceset.formats.index import SUFFIXES, file_state, is_safe, make_index
from facegap.faceset.formats.registry import Columns, Reader, ReadImage, good_rows, register_reader, register_writer

_TAR_ROWS = 1_000


@register_reader
class WebDataset(Reader):
    """Reads one ``.tar`` or a folder of them; they are never unpacked, images are read in place.

    A sample's identity is ``identity`` in its ``.json``, or else its ``.cls`` or its ``.id`` text; its image id is
    ``image_id`` in its ``.json``, or else its key. A compressed tar has no places to read from and is refused.
    """

    name = "webdataset"
    summary = "WebDataset .tar files"

    def __init__(self, path: Path, columns: Columns) -> None:
        super().__init__(path, columns)
        self.tars = sorted(path.glob("*.tar")) if path.is_dir() else [path]

    @staticmethod
    def recognizes(path: Path) -> bool:
        return path.suffix == ".tar" or (path.is_dir() and any(path.glob("*.tar")))

    def index(self) -> pa.Table:
        samples = [sample for number, tar in enumerate(self.tars) for sample in _samples(tar, number)]
        states = [file_state(tar) for tar in self.tars]
        return make_index(
            self.path,
            image_ids=[sample["image_id"] for sample in samples],
            identities=[sample["identity"] for sample in samples],
            paths=[sample["name"] for sample in samples],
            locators={
                "_tar": pa.array([sample["tar"] for sample in samples], pa.int32()),
                "_offset": pa.array([sample["offset"] for sample in samples], pa.int64()),
                "_size": pa.array([sample["size"] for sample in samples], pa.int64()),
                "_state": pa.array([states[sample["tar"]] for sample in samples], pa.string()),
            },
        )

    def start(self) -> ReadImage:
        def read(row: dict[str, Any]) -> bytes:
            with self.tars[row["_tar"]].open("rb") as file:
                file.seek(row["_offset"])
                encoded: bytes = file.read(row["_size"])
            if len(encoded) < row["_size"]:
                msg = f"{self.tars[row['_tar']].name} is cut: {len(encoded)} of {row['_size']} bytes"
                raise BadImageError(msg)
            return encoded

        return read


def _samples(path: Path, number: int) -> Iterator[dict[str, Any]]:
    """The samples of one tar that hold an image; members of one key stand together in it."""
    sample: dict[str, Any] = {}
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                name = member.name.removeprefix("./")
                if not is_safe(name):
                    msg = f"{path}: member {member.name!r} leads out of the archive; nothing was imported"
                    raise FormatError(msg)
                if not member.isfile():
                    continue
                key, suffix = _key_and_suffix(name)
                if sample.get("key") != key:
                    if "offset" in sample:
                        yield _with_identity(sample)
                    sample = {"key": key, "image_id": key, "tar": number}
                if suffix in SUFFIXES:
                    sample |= {"name": name, "offset": member.offset_data, "size": member.size}
                elif suffix == ".json":
                    sample |= _keys(tar, member)
                elif suffix in (".cls", ".id"):
                    sample[suffix] = _text(tar, member)
    except (tarfile.TarError, OSError) as error:
        msg = f"{path}: cannot be read as an uncompressed tar: {error}"
        raise FormatError(msg) from error
    if "offset" in sample:
        yield _with_identity(sample)


def _with_identity(sample: dict[str, Any]) -> dict[str, Any]:
    """A whole sample with the identity that it says first, whichever order its members stand in."""
    said = (sample.get(where) for where in ("identity", ".cls", ".id"))
    return sample | {"identity": next((identity for identity in said if identity), None)}


def _key_and_suffix(name: str) -> tuple[str, str]:
    """WebDataset's key is all before the first dot of the file's own name."""
    path = PurePosixPath(name)
    stem, _, suffix = path.name.partition(".")
    return str(path.with_name(stem)), f".{suffix.lower()}"


def _text(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    file = tar.extractfile(member)
    return file.read().decode("utf-8", errors="replace").strip() if file else ""


def _keys(tar: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, str]:
    """What a sample's JSON says of its identity and image id."""
    try:
        fields = json.loads(_text(tar, member))
    except ValueError as error:
        msg = f"{tar.name!s}: member {member.name!r} is not JSON: {error}"
        raise FormatError(msg) from error
    if not isinstance(fields, dict):
        return {}
    return {key: str(fields[key]) for key in ("identity", "image_id") if fields.get(key) is not None}


@register_writer("webdataset")
def write_webdataset(faceset: FaceSet, path: Path) -> int:
    """Write a folder of ``00000.tar``, … with ``key.<ending>`` and ``key.json`` for each image; return their number.

    The JSON holds image id and identity. A dot would end WebDataset's key, so dots in an image id become ``_`` in the
    key; the JSON keeps the id.

    Raises:
        FormatError: Two image ids become one key.
    """
    path.mkdir(parents=True)
    keys: set[str] = set()
    rows = good_rows(faceset)
    for number in itertools.count():
        part = list(itertools.islice(rows, _TAR_ROWS))
        if not part:
            break
        with tarfile.open(path / f"{number:05d}.tar", "w") as tar:
            for row in part:
                key = row["image_id"].replace(".", "_")
                if key in keys:
                    msg = f"{faceset.path}: two image ids become the key {key!r} in a WebDataset"
                    raise FormatError(msg)
                keys.add(key)
                fields = {"image_id": row["image_id"], "identity": row["identity"]}
                _add(tar, key + image_suffix(row["image"]["bytes"]), row["image"]["bytes"])
                _add(tar, f"{key}.json", json.dumps(fields, ensure_ascii=False).encode())
    sync(path)
    return len(keys)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))
