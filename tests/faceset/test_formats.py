"""Every registered format: what is read is, bit for bit, what was written."""

import csv
import io
import json
import pickle
import struct
import tarfile
from collections.abc import Callable
from pathlib import Path

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import webdataset
from tests.conftest import MakeSet, write_pictures

import facegap
from facegap.engine import LocalRunner, Worker, create
from facegap.faceset import (
    FaceSet,
    FaceSetInfo,
    ImportSource,
    Keep,
    export_images,
    formats,
    open_reader,
    readers,
    writers,
)

PEOPLE = {"ann lee": 2, "bób/o'neil": 1, "<script>": 3}


def as_folder(path: Path, images: dict[str, bytes], people: dict[str, str]) -> Path:
    write_pictures(path, PEOPLE)
    return path


def as_csv(path: Path, images: dict[str, bytes], people: dict[str, str]) -> Path:
    write_pictures(path, PEOPLE)
    with (path / "list.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "identity", "age"])
        writer.writerows([f"{key}.png", people[key], "30-39"] for key in images)
    return path / "list.csv"


def as_rec(path: Path, images: dict[str, bytes], people: dict[str, str]) -> Path:
    faceset = import_images(as_folder(path / "folder", images, people), path / "set")
    export_images(faceset, path / "rec", format_name="rec")
    return path / "rec"


def as_bin(path: Path, images: dict[str, bytes], people: dict[str, str]) -> Path:
    path.mkdir()
    pairs = len(images) // 2
    (path / "pairs.bin").write_bytes(pickle.dumps((list(images.values()), [True, False, True][:pairs])))
    return path / "pairs.bin"


def as_webdataset(path: Path, images: dict[str, bytes], people: dict[str, str]) -> Path:
    """With a ``.cls`` that says otherwise than the JSON, once before it and once after."""
    path.mkdir()
    with tarfile.open(path / "0.tar", "w") as tar:
        for number, (key, encoded) in enumerate(images.items()):
            fields = json.dumps({"identity": people[key]}).encode()
            members = [(".cls", b"7"), (".png", encoded), (".json", fields)]
            for suffix, content in members if number % 2 else reversed(members):
                member = tarfile.TarInfo(key + suffix)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
    return path


def as_parquet(path: Path, images: dict[str, bytes], people: dict[str, str]) -> Path:
    path.mkdir()
    columns = {
        "image": [{"bytes": encoded, "path": f"{key}.png"} for key, encoded in images.items()],
        "identity": [people[key] for key in images],
    }
    pq.write_table(pa.table(columns), path / "images.parquet", row_group_size=2)
    return path / "images.parquet"


def as_huggingface(path: Path, images: dict[str, bytes], people: dict[str, str]) -> Path:
    names = sorted(set(people.values()))
    features = datasets.Features(
        {"photo": datasets.Image(), "identity": datasets.ClassLabel(names=names), "image_id": datasets.Value("string")}
    )
    rows = {
        "photo": [{"bytes": encoded, "path": None} for encoded in images.values()],
        "identity": [people[key] for key in images],
        "image_id": list(images),
    }
    datasets.Dataset.from_dict(rows, features=features).save_to_disk(str(path))
    return path


BUILDERS: dict[str, Callable[[Path, dict[str, bytes], dict[str, str]], Path]] = {
    "folder": as_folder,
    "csv": as_csv,
    "rec": as_rec,
    "bin": as_bin,
    "webdataset": as_webdataset,
    "parquet": as_parquet,
    "huggingface": as_huggingface,
}
LOSES_IDS = {"rec", "bin"}  # these number their images
LOSES_IDENTITIES = {"bin"}


def import_images(source: Path, out: Path) -> FaceSet:
    plan = ImportSource(open_reader(source), shard_rows=4)
    return create(plan, out, FaceSetInfo(name="imported", kind="real"), runner=LocalRunner(1))[0]


def rows_of(faceset: FaceSet) -> list[dict]:
    return [row for shard in faceset.shards() for row in shard.to_pylist()]


def together(identities: list[str | None]) -> list[int]:
    """The partition that identities make, whatever they are called."""
    return [identities.index(identity) for identity in identities]


@pytest.fixture
def images(tmp_path: Path) -> dict[str, bytes]:
    written = write_pictures(tmp_path / "originals", PEOPLE)
    return {key: written[key] for key in sorted(written, key=lambda key: f"{key}.png")}


@pytest.mark.parametrize("name", readers)
def test_import_keeps_every_bit(name: str, tmp_path: Path, images: dict[str, bytes]) -> None:
    people = {key: key.rpartition("/")[0] for key in images}
    source = BUILDERS[name](tmp_path / "source", images, people)
    assert open_reader(source).name == name
    rows = rows_of(import_images(source, tmp_path / "set"))
    assert [row["error"] for row in rows] == [None] * len(images)
    assert sorted(row["image"]["bytes"] for row in rows) == sorted(images.values())
    by_content = {encoded: key for key, encoded in images.items()}
    keys = [by_content[row["image"]["bytes"]] for row in rows]
    if name not in LOSES_IDS:
        assert [row["image_id"] for row in rows] == keys
    if name not in LOSES_IDENTITIES:
        assert together([row["identity"] for row in rows]) == together([people[key] for key in keys])


def test_no_format_is_forgotten() -> None:
    """What this says is missing is what CONTRIBUTING.md says of adding a format."""
    package = Path(formats.__file__).parent
    unregistered = [
        path.stem
        for path in package.glob("*.py")
        if "(Reader)" in (text := path.read_text())
        and not any(reader.__module__.endswith(f".{path.stem}") for reader in readers.values())
        and "class Reader" not in text
    ]
    assert not unregistered, f"decorate with @register_reader, and import in formats/__init__.py: {unregistered}"
    builders = readers.keys() ^ BUILDERS.keys()
    assert not builders, f"every format has a builder in BUILDERS, and no other: {builders}"
    said = (Path(__file__).parents[2] / "docs/formats.md").read_text()
    unsaid = [name for name in readers if f"| `{name}` |" not in said]
    assert not unsaid, f"add a row to the table in docs/formats.md: {unsaid}"
    for text in (said.split("Export writes", 1)[1], facegap.export.__doc__ or ""):
        unnamed = [name for name in writers if f"`{name}`" not in text]
        assert not unnamed, f"name it in docs/formats.md, workflows/exporting.py and the command: {unnamed}"


@pytest.mark.parametrize("name", writers)
def test_export_and_import_give_the_same_set(name: str, tmp_path: Path, make_set: MakeSet) -> None:
    original = rows_of(make_set(PEOPLE, shard_rows=2))
    export_images(FaceSet.open(tmp_path / "set"), tmp_path / "out", format_name=name)
    assert open_reader(tmp_path / "out").name == name, f"what the writer {name} wrote isn't read as {name}"
    back = rows_of(import_images(tmp_path / "out", tmp_path / "back"))
    assert [row["image"]["bytes"] for row in back] == [row["image"]["bytes"] for row in original]
    assert together([row["identity"] for row in back]) == together([row["identity"] for row in original])
    if name not in LOSES_IDS:
        assert [(row["image_id"], row["identity"]) for row in back] == [
            (row["image_id"], row["identity"]) for row in original
        ]


def test_a_flat_folder_has_no_identities(tmp_path: Path) -> None:
    write_pictures(tmp_path / "flat", {".": 3})
    faceset = import_images(tmp_path / "flat", tmp_path / "set")
    assert faceset.column("images", "image_id").to_list() == ["0", "1", "2"]
    assert faceset.identities() is None


def test_labels_of_a_csv_are_kept_as_text(tmp_path: Path, images: dict[str, bytes]) -> None:
    source = as_csv(tmp_path / "source", images, dict.fromkeys(images, "someone"))
    assert set(import_images(source, tmp_path / "set").column("images", "age")) == {"30-39"}


def test_a_verification_set_keeps_its_pairs(tmp_path: Path, images: dict[str, bytes]) -> None:
    rows = rows_of(import_images(as_bin(tmp_path / "source", images, {}), tmp_path / "set"))
    assert [row["pair"] for row in rows] == [0, 0, 1, 1, 2, 2]
    assert [row["same"] for row in rows] == [True, True, False, False, True, True]


def test_a_verification_set_that_python_2_pickled(tmp_path: Path) -> None:
    """Python 2 wrote images as strings (opcode T); InsightFace's own files are such."""
    pictures = list(write_pictures(tmp_path / "in", {"a": 2}).values())
    strings = b"".join(b"T" + struct.pack("<i", len(encoded)) + encoded for encoded in pictures)
    (tmp_path / "old.bin").write_bytes(b"\x80\x02](" + strings + b"e](\x88e\x86.")
    rows = rows_of(import_images(tmp_path / "old.bin", tmp_path / "set"))
    assert [row["image"]["bytes"] for row in rows] == pictures
    assert [row["same"] for row in rows] == [True, True]


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("shape", [(-1,), (-1, 1)])
def test_a_verification_set_of_arrays(tmp_path: Path, protocol: int, shape: tuple[int, ...]) -> None:
    """Some scripts pickle the arrays that OpenCV's encoder gives, and NumPy's bools."""
    pictures = list(write_pictures(tmp_path / "in", {"a": 4}).values())
    arrays = [np.frombuffer(encoded, np.uint8).reshape(shape) for encoded in pictures]
    (tmp_path / "new.bin").write_bytes(pickle.dumps((arrays, [np.True_, np.False_]), protocol=protocol))
    rows = rows_of(import_images(tmp_path / "new.bin", tmp_path / "set"))
    assert [row["image"]["bytes"] for row in rows] == pictures
    assert [row["same"] for row in rows] == [True, True, False, False]


def test_rec_header_says_where_identities_are(tmp_path: Path, make_set: MakeSet) -> None:
    """InsightFace's own reading: record 0 bounds the images, records after them give each identity's range."""
    from facegap.faceset.formats.framing import read_record
    from facegap.faceset.formats.recordio import _split

    export_images(make_set({"a": 2, "b": 3}), tmp_path / "out", format_name="rec")
    offsets = dict(map(int, line.split()) for line in (tmp_path / "out/train.idx").read_text().splitlines())
    with (tmp_path / "out/train.rec").open("rb") as file:

        def record(number: int) -> tuple[tuple[float, ...], bytes]:
            file.seek(offsets[number])
            return _split(read_record(file) or b"")

        first, last = record(0)[0]
        assert (first, last) == (6, 8)
        ranges = [record(number)[0] for number in range(int(first), int(last))]
        assert ranges == [(1, 3), (3, 6)]
        labels = [[record(number)[0][0] for number in range(int(begin), int(end))] for begin, end in ranges]
        assert labels == [[0, 0], [1, 1, 1]]
    assert (tmp_path / "out/property").read_text() == "2,24,24\n"


# The library leaves its files open, which is nothing that facegap could close.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*:pytest.PytestUnraisableExceptionWarning")
def test_the_webdataset_library_reads_our_tars(tmp_path: Path, make_set: MakeSet) -> None:
    faceset = make_set({"a": 2, "b": 1})
    export_images(faceset, tmp_path / "out", format_name="webdataset")
    samples = list(webdataset.WebDataset(str(tmp_path / "out/00000.tar"), shardshuffle=False))
    assert [sample["png"] for sample in samples] == [row["image"]["bytes"] for row in rows_of(faceset)]
    assert [json.loads(sample["json"])["identity"] for sample in samples] == ["a", "a", "b"]


def test_hugging_face_shows_the_images_of_a_face_set(tmp_path: Path, make_set: MakeSet) -> None:
    faceset = make_set({"a": 2, "b": 3})
    loaded = datasets.load_dataset(
        "parquet", data_files=str(faceset.path / "images/*.parquet"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert isinstance(loaded.features["image"], datasets.Image)
    assert loaded[4]["image"].size == (24, 24)
    assert loaded["identity"] == ["a", "a", "b", "b", "b"]


def test_labels_with_the_names_of_made_columns_are_kept_beside_them(tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", {"ann": 1})
    (tmp_path / "in/list.csv").write_text("file,width,faces,error\nann/0.png,wide,two,none\n")

    class Counts(Keep):
        fields = (pa.field("faces", pa.int32()),)

        def start(self, worker: Worker) -> Callable[[bytes], dict]:
            keep = super().start(worker)
            return lambda encoded: keep(encoded) | {"faces": 1}

    plan = ImportSource(open_reader(tmp_path / "in/list.csv"), preparation=Counts())
    faceset, _ = create(plan, tmp_path / "set", FaceSetInfo(name="x", kind="real"), runner=LocalRunner(1))
    row = faceset.read_shard(0).to_pylist()[0]
    assert (row["width"], row["faces"], row["error"]) == (24, 1, None)
    assert (row["source_width"], row["source_faces"], row["source_error"]) == ("wide", "two", "none")
    again, _ = create(
        ImportSource(open_reader(faceset.path), preparation=Counts()),
        tmp_path / "again",
        FaceSetInfo(name="x", kind="real"),
        runner=LocalRunner(1),
    )
    assert again.read_shard(0).to_pylist()[0]["source_width"] == "wide"
