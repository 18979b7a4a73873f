"""Every registered protocol: what is compared is what its lists say, over exactly the images that they name."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.benchmark.protocols.layouts import BUILDERS, Layout, Reference, write_images, write_lines

import facegap.benchmark.protocols  # noqa: F401
from facegap.base.errors import BenchmarkError, ConfigError
from facegap.benchmark.protocol import Identification, Protocol, Verification, known_protocols, open_protocol
from facegap.benchmark.protocols.images import LandmarkedImages
from facegap.engine import LocalRunner, create
from facegap.faces import ARCFACE, ARCFACE_POINTS
from facegap.faceset import FaceSetInfo, ImportSource, decode


def imported(protocol: Protocol, out: Path) -> list[dict]:
    plan = ImportSource(protocol.reader(), shard_rows=7)
    faceset, _ = create(plan, out, FaceSetInfo(name="set", kind="real"), runner=LocalRunner(1), max_errors=1.0)
    return [row for shard in faceset.shards() for row in shard.to_pylist()]


def references(protocol: Protocol, index: pa.Table) -> list[Reference]:
    """What the rows of tasks stand for."""
    ids = index["image_id"].to_pylist()
    templates = protocol.templates()
    if templates is None:
        return ids
    members = [templates.image[templates.template == number] for number in range(templates.count)]
    return [frozenset(ids[row] for row in rows) for rows in members]


def by_name(protocol: Protocol, kind: type) -> dict:
    return {task.name: task for task in protocol.tasks() if isinstance(task, kind)}


@pytest.fixture(params=known_protocols)
def layout(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Protocol, Layout]:
    layout = BUILDERS[request.param](tmp_path / "data")
    return open_protocol(request.param, layout.data), layout


def test_tasks_are_what_the_lists_say(layout: tuple[Protocol, Layout]) -> None:
    protocol, expected = layout
    names = references(protocol, protocol.reader().index())
    tasks = by_name(protocol, Verification)
    read = {
        name: [(names[a], names[b], bool(m)) for a, b, m in zip(task.first, task.second, task.mated, strict=True)]
        for name, task in tasks.items()
    }
    assert read == expected.pairs
    assert {name: list(task.folds) for name, task in tasks.items() if task.folds is not None} == expected.folds
    assert {name: list(task.groups) for name, task in tasks.items() if task.groups is not None} == expected.groups
    for task in tasks.values():
        assert (task.first.dtype, task.second.dtype, task.mated.dtype) == (np.int64, np.int64, np.bool_)
    searches = {
        name: (
            [names[row] for row in task.gallery],
            [names[row] for row in task.probes],
            [None if place < 0 else names[task.gallery[place]] for place in task.mates],
        )
        for name, task in by_name(protocol, Identification).items()
    }
    assert searches == expected.searches


def test_images_are_those_that_the_lists_name(layout: tuple[Protocol, Layout], tmp_path: Path) -> None:
    protocol, expected = layout
    rows = imported(protocol, tmp_path / "set")
    assert [row["error"] for row in rows] == [None] * len(rows)
    assert [row["image_id"] for row in rows] == protocol.reader().index()["image_id"].to_pylist()
    named = {name for pairs in expected.pairs.values() for pair in pairs for name in pair[:2]}
    named |= {name for gallery, probes, _ in expected.searches.values() for name in [*gallery, *probes]}
    if protocol.templates() is None:
        assert {row["image_id"] for row in rows} == named
    people = expected.people or dict.fromkeys([row["image_id"] for row in rows])
    assert {row["image_id"]: row["identity"] for row in rows} == people
    if isinstance(protocol.reader(), LandmarkedImages) or protocol.name == "bin":
        assert protocol.alignment == ARCFACE
        assert {(row["width"], row["height"]) for row in rows} == {(112, 112)}
    else:
        assert protocol.alignment is None
        assert {row["image"]["bytes"] for row in rows} <= {file.read_bytes() for file in expected.data.rglob("*.??g")}


def test_each_says_what_it_is() -> None:
    for protocol in known_protocols.values():
        assert protocol.summary
        assert protocol.layout
        assert not protocol.summary.endswith(".")


def test_an_unknown_protocol_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"did you mean 'calfw'\? known: .*, lfw, "):
        open_protocol("calfww", tmp_path)


@pytest.mark.shared_data
def test_lfw_as_it_is_given_out(shared_data: Path) -> None:
    protocol = open_protocol("lfw", shared_data / "lfw")
    (task,) = protocol.tasks()
    index = protocol.reader().index()
    assert (len(task.first), task.mated.sum(), index.num_rows) == (6000, 3000, 7701)
    assert np.array_equal(task.folds, np.repeat(np.arange(10), 600))
    people = np.array(index["identity"].to_pylist())
    assert np.array_equal(people[task.first] == people[task.second], task.mated)


def test_development_list_has_no_folds(tmp_path: Path) -> None:
    data = BUILDERS["lfw"](tmp_path).data
    path = write_lines(data / "pairsDevTest.txt", ["1", "Ann_Lee\t1\t2", "Ann_Lee\t1\tBob\t3"])
    (task,) = open_protocol("lfw", path).tasks()
    assert task.folds is None
    assert task.mated.tolist() == [True, False]


def test_landmarks_take_the_face_to_the_template(tmp_path: Path) -> None:
    """A crop whose landmarks are the template's own, in a photograph of that size, comes out as it went in."""
    write_images(tmp_path, ["same.jpg", "shifted.jpg"], side=112)
    points = np.stack([ARCFACE_POINTS, ARCFACE_POINTS + np.array([10, 0])]).astype(np.float32)
    reader = LandmarkedImages(tmp_path, ["same.jpg", "shifted.jpg"], landmarks=points)
    read = reader.start()
    same, shifted = (decode(read(row)) for row in reader.index().to_pylist())
    assert np.abs(same.astype(int) - decode((tmp_path / "same.jpg").read_bytes())).max() <= 1
    original = decode((tmp_path / "shifted.jpg").read_bytes())
    assert np.abs(shifted[:, :100].astype(int) - original[:, 10:110]).max() <= 1


def test_a_missing_image_is_a_row_with_its_reason(tmp_path: Path) -> None:
    layout = BUILDERS["ijbc"](tmp_path / "data")
    (layout.data / "loose_crop" / "3.jpg").unlink()
    (layout.data / "loose_crop" / "4.jpg").write_bytes(b"no image")
    meta = layout.data / "meta" / "ijbc_name_5pts_score.txt"
    meta.write_text(meta.read_text().replace("5.jpg 12.5 14 27.25 14 20 21 14 28 26 28", "5.jpg" + 5 * " 9 9"))
    rows = imported(open_protocol("ijbc", layout.data), tmp_path / "set")
    errors = {row["image_id"]: row["error"] for row in rows if row["error"]}
    assert errors.keys() == {"3", "4", "5"}
    assert "No such file" in errors["3"]
    assert "not an image" in errors["4"]
    assert "landmarks are the same" in errors["5"]


def test_a_wrong_folder_is_told_at_once(tmp_path: Path) -> None:
    layout = BUILDERS["lfw"](tmp_path / "data")
    photographs = layout.data / "lfw-deepfunneled"
    for person in ("Ann_Lee", "Bob", "Cy_O'Neil"):
        for file in (photographs / person).iterdir():
            file.unlink()
    with pytest.raises(BenchmarkError, match=r"deepfunneled: 9 of the 12 images .* such as 'Ann_Lee/Ann_Lee_0001.jpg'"):
        open_protocol("lfw", layout.data).reader().index()
    photographs.rename(tmp_path / "elsewhere")
    with pytest.raises(BenchmarkError, match=r"none of the 12 images .* searched in .*data/images, .*--data"):
        open_protocol("lfw", layout.data).reader()


def test_identification_may_be_absent_but_not_in_part(tmp_path: Path) -> None:
    layout = BUILDERS["ijbc"](tmp_path)
    (tmp_path / "meta" / "ijbc_1N_gallery_G2.csv").unlink()
    with pytest.raises(BenchmarkError, match=r"ijbc_1N_gallery_G2\.csv is missing"):
        open_protocol("ijbc", tmp_path).tasks()
    for file in (tmp_path / "meta").glob("*.csv"):
        file.unlink()
    protocol = open_protocol("ijbc", tmp_path)
    assert [task.name for task in protocol.tasks()] == list(layout.pairs)
    assert protocol.reader().index()["identity"].null_count == 9


def test_folds_of_unequal_size_and_duplicates_are_read_as_they_are(tmp_path: Path) -> None:
    data = BUILDERS["cfp"](tmp_path).data
    write_lines(data / "Protocol" / "Split" / "FF" / "02" / "same.txt", ["3,4", "3,4", "5,6"])
    task = by_name(open_protocol("cfp", data), Verification)["cfp-ff"]
    assert task.folds.tolist() == [0, 0, 1, 1, 1, 1]
    assert (task.first[2], task.second[2]) == (task.first[3], task.second[3])


def test_comparisons_can_be_scored_without_labels(tmp_path: Path) -> None:
    BUILDERS["frcsyn"](tmp_path)
    path = tmp_path / "comparison_files" / "sub-tasks_2.1_2.2" / "bupt_comparison.txt"
    path.write_text(path.read_text().replace(";1", ""))
    protocol = known_protocols["frcsyn"](tmp_path)
    ids = protocol.reader().index()["image_id"].to_pylist()
    first, second = protocol.rows(protocol.files[2])
    assert (ids[first[0]], ids[second[0]]) == ("bupt/African/m.0b/1", "bupt/African/m.0b/2")


def test_comparison_files_of_one_name_are_tasks_of_their_own(tmp_path: Path) -> None:
    lists = BUILDERS["frcsyn"](tmp_path).data / "comparison_files"
    lines = ["1_X.jpg;2_X.jpg;1", "1_X.jpg;3_Y.jpg;0"]
    paths = [write_lines(lists / folder / "agedb_comparison.txt", lines) for folder in ("task1", "of/task1")]
    frcsyn = known_protocols["frcsyn"]
    names = ["frcsyn-task1-agedb", "frcsyn-of-task1-agedb"]
    assert set(names) < {file.task for file in frcsyn(tmp_path).files}
    assert [frcsyn(path).files[0].task for path in paths] == names  # however it is pointed to
    write_lines(lists / "of-task1" / "agedb_comparison.txt", lines)
    with pytest.raises(BenchmarkError, match=r"its task would be frcsyn-of-task1-agedb, as that of .*; rename one"):
        frcsyn(tmp_path).tasks()
