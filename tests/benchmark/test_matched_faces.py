"""A protocol's images are found in face sets that were imported in other ways, and what isn't there is said."""

from pathlib import Path

import numpy as np
import pytest
from tests.benchmark.protocols.layouts import BUILDERS
from tests.given import give

from facegap.base.errors import BenchmarkError
from facegap.benchmark import MatchedFaces, evaluate_protocol, known_protocols, open_protocol
from facegap.benchmark.matched_faces import match_names
from facegap.engine import LocalRunner, create, import_once
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, open_reader
from facegap.faceset.formats.index import without_suffix
from facegap.report import to_json, to_plain


def imported(source: Path, out: Path) -> FaceSet:
    info = FaceSetInfo(name="set", kind="real")
    return create(ImportSource(open_reader(source)), out, info, runner=LocalRunner(1))[0]


@pytest.mark.parametrize("name", known_protocols)
def test_names_are_those_of_the_reader(name: str, tmp_path: Path) -> None:
    protocol = open_protocol(name, BUILDERS[name](tmp_path / "data").data)
    index = protocol.reader().index()
    assert protocol.image_names().ids == index["image_id"].to_pylist()
    assert protocol.image_names().files == [without_suffix(path) for path in index["path"].to_pylist()]
    assert protocol.image_names().identities == index["identity"].to_pylist()


@pytest.mark.parametrize(
    ("listed", "present", "rows"),
    [
        (["a/1", "b/2"], ["b/2", "c/3", "a/1"], [2, 0]),
        (["a/1", "b/2"], ["in/b/2", "in/a/1"], [1, 0]),
        (["in/x/a/1", "in/x/b/2"], ["b/2", None, "a/1"], [2, 0]),
        (["in/a/1", "in/b/2"], ["lfw/b/2", "lfw/a/1"], [1, 0]),  # as `facegap merge` names them
        (["a/1", "b/2", "c/3"], ["in/a/1", "b/2", "in/c/3"], [0, -1, 2]),  # one folder, that of most
        (["1", "2"], ["a/1", "b/1", "c/2", "c/1"], [3, 2]),
        (["a/1", "a/2"], ["b/1", "c/2"], None),  # under a or nowhere: as many below b as below c
        (["a/1", "a/2", "b/1"], ["x/a/1", "x/a/2", "y/a/1", "y/a/2"], None),
        (["a/1"], [], [-1]),
    ],
)
def test_one_folder_more_or_less_on_either_side(
    listed: list[str], present: list[str | None], rows: list[int] | None
) -> None:
    if rows is None:
        with pytest.raises(BenchmarkError, match=r"as many below '.*', so that nobody can tell"):
            match_names(listed, present, where="set")
    else:
        assert match_names(listed, present, where="set").tolist() == rows


def test_a_set_of_the_same_photographs_gives_the_same_numbers(tmp_path: Path) -> None:
    protocol = open_protocol("lfw", BUILDERS["lfw"](tmp_path / "data").data)
    tasks = protocol.tasks()
    on_the_way = import_once(protocol.reader(), name="x", runner=LocalRunner(1)).faceset
    vectors = np.random.default_rng(3).standard_normal((len(on_the_way), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    give(on_the_way, vectors, name="net")
    expected = to_plain(evaluate_protocol(protocol, tasks, on_the_way, layers={"net": "net"}))
    row = {image_id: number for number, image_id in enumerate(on_the_way.column("images", "image_id"))}
    for number, source in enumerate((tmp_path / "data", tmp_path / "data" / "lfw-deepfunneled")):
        faceset = imported(source, tmp_path / f"set-{number}")
        ids = [image_id.removeprefix("lfw-deepfunneled/") for image_id in faceset.column("images", "image_id")]
        strangers = np.eye(8, dtype=np.float32)[0]  # images that no pair names have an embedding too
        give(faceset, np.stack([vectors[row[name]] if name in row else strangers for name in ids]), name="net")
        faces = MatchedFaces.find(protocol, faceset)
        assert not faces.lacking
        answered = to_plain(evaluate_protocol(protocol, tasks, faces, layers={"net": "net"}))
        assert to_json(answered) == to_json(expected | {"face_set": "set"})


def test_images_are_found_by_their_paths_where_ids_are_others(tmp_path: Path) -> None:
    data = BUILDERS["lfw"](tmp_path / "data").data
    protocol = open_protocol("lfw", data)
    names = [f"{image_id}.jpg" for image_id in protocol.image_names().ids]
    lines = [f"lfw-deepfunneled/{name},{number}" for number, name in enumerate(names)]
    (data / "list.csv").write_text("\n".join(["path,image_id", *lines[::-1]]))
    faces = MatchedFaces.find(protocol, imported(data / "list.csv", tmp_path / "set"))
    assert faces.rows.tolist() == list(range(len(names)))[::-1]


def test_what_a_set_lacks_counts_as_missing(tmp_path: Path) -> None:
    protocol = open_protocol("lfw", BUILDERS["lfw"](tmp_path / "data").data)
    photographs = tmp_path / "data" / "lfw-deepfunneled"
    (photographs / "Bob/Bob_0002.jpg").unlink()
    faceset = imported(photographs, tmp_path / "set")
    give(faceset, np.tile(np.eye(4, dtype=np.float32), (4, 1))[: len(faceset)], name="net")
    faces = MatchedFaces.find(protocol, faceset)
    assert faces.lacking == ("Bob/Bob_0002",)
    result = evaluate_protocol(protocol, protocol.tasks(), faces, layers={"net": "net"})
    assert (result.images, result.lacking, result.models[0].missing) == (len(faces), ("Bob/Bob_0002",), 1)
    pairs = BUILDERS["lfw"](tmp_path / "again").pairs["lfw"]
    kept = sum("Bob/Bob_0002" not in pair[:2] for pair in pairs)
    assert result.models[0].verifications[0].mated + result.models[0].verifications[0].non_mated == kept < len(pairs)


def test_the_photographs_themselves_need_not_be_there(tmp_path: Path) -> None:
    layout = BUILDERS["cfp"](tmp_path / "data")
    faceset = imported(layout.data / "Data" / "Images", tmp_path / "set")
    (layout.data / "Data").rename(tmp_path / "elsewhere")
    assert not MatchedFaces.find(open_protocol("cfp", layout.data), faceset).lacking


def test_sets_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    data = BUILDERS["lfw"](tmp_path / "data").data
    other = imported(BUILDERS["cfp"](tmp_path / "cfp").data, tmp_path / "other")
    with pytest.raises(BenchmarkError, match=r"images that the protocol names are not in the set, such as 'Ann_Lee/"):
        MatchedFaces.find(open_protocol("lfw", data), other)
    (tmp_path / "pairs.csv").write_text("image1,image2,mated\na.jpg,a.png,1\n")
    with pytest.raises(BenchmarkError, match=r"2 images are called 'a' but for their endings"):
        MatchedFaces.find(open_protocol("pairs", tmp_path / "pairs.csv"), other)
