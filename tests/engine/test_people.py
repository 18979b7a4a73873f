"""Layers over people: a row for each identity, resumed, verified, exported."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.conftest import MakeSet
from tests.stages import Adapters, Brightness

from facegap.base.errors import FaceSetError, FormatError, WorkerError
from facegap.engine import LocalRunner, create, run, run_people
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, export_people, find_problems, open_reader

ONE = LocalRunner(1)
PEOPLE = {"ann": 3, "bob": 1, "carl": 2, "dora": 2, "eve": 1}


@pytest.fixture
def faceset(make_set: MakeSet) -> FaceSet:
    return make_set(PEOPLE, shard_rows=2)


def of_person(faceset: FaceSet, identity: str) -> bytes:
    images = faceset.scan().filter(identity=identity).collect()["image"]
    return b"".join(image["bytes"] for image in images)


def test_each_person_has_a_row_made_of_all_their_images(faceset: FaceSet) -> None:
    summary = run_people(Adapters(), faceset, runner=ONE)
    assert (summary.layer, summary.rows, summary.made, summary.errors) == ("people/adapters", 5, 5, 0)
    rows = faceset.people("adapters").collect()
    assert rows["identity"].to_list() == list(PEOPLE)
    assert rows["images"].to_list() == list(PEOPLE.values())
    assert rows["adapter"].to_list() == [of_person(faceset, identity) for identity in PEOPLE]
    assert len(faceset.layer("people/adapters").shards) == 3
    assert (faceset.layers(), faceset.people_layers()) == (["images"], ["people/adapters"])
    assert find_problems(faceset) == []


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_makes_the_same_bytes(workers: int, make_set: MakeSet) -> None:
    one, many = make_set(PEOPLE, name="one"), make_set(PEOPLE, name="many")
    run_people(Adapters(), one, runner=ONE)
    run_people(Adapters(), many, runner=LocalRunner(workers))
    assert one.layer("people/adapters") == many.layer("people/adapters")


def test_people_whose_images_lie_apart(tmp_path: Path, make_set: MakeSet) -> None:
    """A list that names every other image first."""
    image_ids = make_set(PEOPLE).column("images", "image_id").to_list()
    mixed_ids = image_ids[::2] + image_ids[1::2]
    lines = [f"set-source/{image_id}.png,{image_id.partition('/')[0]}" for image_id in mixed_ids]
    (tmp_path / "list.csv").write_text("\n".join(["path,identity", *lines]))
    plan = ImportSource(open_reader(tmp_path / "list.csv"), shard_rows=2)
    mixed, _ = create(plan, tmp_path / "mixed", FaceSetInfo(name="mixed", kind=None), runner=ONE)
    run_people(Adapters(), mixed, runner=ONE)
    rows = mixed.people("adapters").collect()
    assert rows["identity"].to_list() == mixed.column("images", "identity").unique(maintain_order=True).to_list()
    assert sum(rows["images"]) == sum(PEOPLE.values())
    assert rows["adapter"].to_list() == [of_person(mixed, identity) for identity in rows["identity"]]
    assert find_problems(mixed) == []


def test_a_run_that_broke_goes_on_where_it_was(faceset: FaceSet) -> None:
    with pytest.raises(RuntimeError):
        run_people(Adapters(fails_at="dora"), faceset, runner=ONE)
    assert faceset.unfinished() == ["people.adapters: 1 shards"]
    assert faceset.people_layers() == []
    assert run_people(Adapters(), faceset, runner=ONE).made == 3
    assert run_people(Adapters(), faceset, runner=ONE).made == 0
    faceset.shard_paths("people/adapters")[1].unlink()
    assert [problem.what for problem in find_problems(faceset)] == ["is missing"]
    assert run_people(Adapters(), faceset, runner=ONE).made == 2
    assert find_problems(faceset) == []


def test_another_configuration_is_refused_or_replaces(faceset: FaceSet) -> None:
    run_people(Adapters(), faceset, runner=ONE)
    with pytest.raises(FaceSetError, match="salt was '', is 'x'"):
        run_people(Adapters("x"), faceset, runner=ONE)
    run_people(Adapters("x"), faceset, runner=ONE, replace=True)
    assert faceset.people("adapters").collect()["adapter"][0].startswith(b"x")


def test_verify_finds_what_is_wrong_with_people(faceset: FaceSet) -> None:
    run_people(Adapters(), faceset, runner=ONE)
    first, second, _ = faceset.shard_paths("people/adapters")
    content = [first.read_bytes(), second.read_bytes()]
    first.write_bytes(content[1])
    problems = [problem.what for problem in find_problems(faceset)]
    assert any("its content changed" in problem for problem in problems)
    assert "its identities are not those of images, in that order" in problems


def test_a_person_without_an_image_that_can_be_used_is_one_error(tmp_path: Path, make_set: MakeSet) -> None:
    (tmp_path / "set-source/zoe").mkdir(parents=True)
    (tmp_path / "set-source/zoe/0.png").write_bytes(b"no image")
    faceset = make_set(PEOPLE)
    summary = run_people(Adapters(), faceset, runner=ONE)
    assert (summary.errors, summary.reasons) == (1, ("no image (1)",))
    row = faceset.people("adapters").collect().row(-1, named=True)
    assert (row["identity"], row["adapter"], row["error"]) == ("zoe", None, "no image")
    assert export_people(faceset, "adapters", tmp_path / "out") == 5


def test_export_writes_a_table_and_the_files_byte_for_byte(tmp_path: Path, faceset: FaceSet) -> None:
    run_people(Adapters(), faceset, runner=ONE)
    assert export_people(faceset, "adapters", tmp_path / "out") == 5
    table = pq.read_table(tmp_path / "out/people.parquet")
    assert table["adapter"][0].as_py() == "adapter/ann.safetensors"
    for identity, path in zip(table["identity"].to_pylist(), table["adapter"].to_pylist(), strict=True):
        assert (tmp_path / "out" / path).read_bytes() == of_person(faceset, identity)
    with pytest.raises(FormatError, match="exists; nothing was written"):
        export_people(faceset, "adapters", tmp_path / "out")
    with pytest.raises(FaceSetError, match="no complete layer 'people/other'; it has: people/adapters"):
        export_people(faceset, "other", tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()


def test_stages_over_images_and_over_people_are_not_mistaken(faceset: FaceSet) -> None:
    class Misnamed(Brightness):
        layer = "people/brightness"

    with pytest.raises(WorkerError, match="use run_people"):
        run(Misnamed(), faceset, runner=ONE)
    with pytest.raises(WorkerError, match="begins with people/"):
        run_people(Brightness(), faceset, runner=ONE)


def test_a_set_without_people_is_an_error(tmp_path: Path, make_set: MakeSet) -> None:
    (tmp_path / "set-source").mkdir()
    (tmp_path / "set-source/0.png").write_bytes(b"no image")
    with pytest.raises(FaceSetError, match="no image has an identity"):
        run_people(Adapters(), make_set({}), runner=ONE)


def test_a_stage_that_makes_other_columns_than_it_says_is_told(faceset: FaceSet) -> None:
    class Wrong(Adapters):
        def start(self, worker):
            return lambda images: {"other": 1}

    with pytest.raises(WorkerError, match=r"made \['other'\] where its fields are \['adapter', 'images'\]"):
        run_people(Wrong(), faceset, runner=ONE)
