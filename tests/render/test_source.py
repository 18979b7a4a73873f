import cv2
import numpy as np
import pytest
from tests.rendering import workshop

from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSet, decode, find_problems
from facegap.render import Recipe, RenderSource, preview_recipe, sampler, with_asked


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))


def made(recipe: Recipe, out, *, identities: int = 2, images: int = 2) -> tuple[FaceSet, int]:
    source = RenderSource(recipe, identities=identities, images=images, seed=1)
    faceset, summary = create(source, out, source.info("set"), runner=LocalRunner(1))
    return faceset, summary.errors


@pytest.mark.parametrize(
    ("identities", "images", "shard_rows", "shards", "most"),
    [
        (1, 1, None, 1, 1),
        (40, 10, None, 7, 60),
        (3, 500, None, 3, 500),
        (10_000, 100, None, 500, 2000),
        (5, 3, 7, 3, 6),
    ],
)
def test_shards_hold_whole_people(identities, images, shard_rows, shards, most) -> None:
    source = RenderSource(Recipe(), identities=identities, images=images, seed=0, shard_rows=shard_rows)
    assert source.shards == shards
    assert [person for shard in range(shards) for person in source.people(shard)] == list(range(identities))
    rows = [source.rows(shard) for shard in range(shards)]
    assert (sum(rows), max(rows)) == (identities * images, most)


def test_a_set_has_images_and_their_truth(tmp_path) -> None:
    faceset, errors = made(Recipe.load("studio"), tmp_path / "set")
    assert errors == 0
    assert find_problems(faceset) == []
    assert (faceset.info.kind, faceset.info.alignment, faceset.info.image_size) == (
        "synthetic",
        "arcface-112",
        (112,) * 2,
    )
    assert faceset.info.provenance["seed"] == 1
    frame = faceset.scan("images", "truth").collect()
    assert frame["image_id"].to_list() == ["000000/0000", "000000/0001", "000001/0000", "000001/0001"]
    assert frame["identity"].to_list() == ["000000", "000000", "000001", "000001"]
    assert frame["truth.yaw"].abs().max() <= 10.0
    pixels = [decode(image["bytes"]) for image in frame["image"]]
    assert {each.shape for each in pixels} == {(112, 112, 3)}
    assert min(each.std() for each in pixels) > 20
    stored = faceset.layer("images").settings["recipe"]
    assert Recipe.from_dict(stored, where="layer.json") == Recipe.load("studio")


def test_maps_lie_on_the_image(tmp_path) -> None:
    output = {"maps": ["depth", "normals", "parts"], "size": 64}
    faceset, _ = made(Recipe.from_dict({"output": output}, where="test"), tmp_path / "set", identities=1, images=1)
    assert faceset.layers() == ["images", "maps", "truth"]
    assert faceset.info.alignment is None
    row = faceset.scan("images", "maps").collect().row(0, named=True)
    depth, normals, parts = (
        cv2.imdecode(np.frombuffer(row[f"maps.{name}"], np.uint8), cv2.IMREAD_UNCHANGED)
        for name in ("depth", "normals", "parts")
    )
    assert (depth.shape, depth.dtype, normals.shape, parts.shape) == ((64, 64), np.uint16, (64, 64, 3), (64, 64))
    face = parts == 1
    assert face.mean() > 0.2
    assert np.all((depth[face] > 3000) & (depth[face] < 30_000))
    assert np.linalg.norm(normals[face] / 127.5 - 1, axis=1) == pytest.approx(1, abs=0.35)


def test_an_image_that_is_not_what_was_asked_for_is_an_error(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sampler, "ATTEMPTS", 2)
    monkeypatch.setattr(sampler, "_missed", lambda asked, truth: "Smiling = 1 (is 0)")
    recipe = Recipe.load("wild")
    faceset, errors = made(recipe, tmp_path / "set", identities=1)
    assert errors == 2
    row = faceset.scan("images", "truth").collect().row(0, named=True)
    assert row["error"] == "not met in 2 draws: Smiling = 1 (is 0)"
    assert row["image"] is None
    assert row["truth.yaw"] is None
    assert row["identity"] == "000000"
    sheet = preview_recipe(recipe, identities=1, images=2, seed=1)
    assert sheet.problems[1] == "person 0, image 1: not met in 2 draws: Smiling = 1 (is 0)"
    assert (sheet.pixels == 255).all()


def test_what_is_asked_for_is_there(tmp_path) -> None:
    recipe = with_asked(Recipe.load("wild"), ["Male=-1", "Eyeglasses=1", "Smiling=1"])
    faceset, errors = made(recipe, tmp_path / "set", identities=3)
    assert errors == 0
    frame = faceset.scan("images", "truth").collect()
    assert {name: frame[f"truth.{name}"].to_list() for name in ("Male", "Eyeglasses", "Smiling")} == {
        "Male": [-1] * 6,
        "Eyeglasses": [1] * 6,
        "Smiling": [1] * 6,
    }


def test_a_casting_forgets_people_and_draws_them_alike(monkeypatch) -> None:
    monkeypatch.setattr(sampler, "KEPT", 2)
    cast = sampler.Sampler(Recipe(), seed=0)
    first = cast.person(0).assets
    assert cast.person(0).assets is first
    for identity in (1, 2):
        cast.person(identity)
    again = cast.person(0).assets
    assert again is not first
    assert again.person == first.person
