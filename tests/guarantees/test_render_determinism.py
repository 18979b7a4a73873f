"""A rendered image is a function of recipe, seed, person and image: not of workers, threads, shards or other images."""

from pathlib import Path

import numpy as np
import pytest
import threadpoolctl
from tests.guarantees.test_kill import files
from tests.rendering import workshop

from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSet
from facegap.render import Recipe, RenderSource, Sampler
from facegap.render.source import scene_renderer

SEED = 5


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))


def made(out: Path, *, people: int = 8, images: int = 8, workers: int = 1, shard_rows: int | None = 16) -> FaceSet:
    source = RenderSource(Recipe.load("wild"), identities=people, images=images, seed=SEED, shard_rows=shard_rows)
    return create(source, out, source.info("set"), runner=LocalRunner(workers))[0]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))
        return made(tmp_path_factory.mktemp("reference") / "set")


def test_two_workers_make_the_same_bytes(reference: FaceSet, tmp_path: Path) -> None:
    assert len(reference.shard_rows) == 4
    two = made(tmp_path / "set", workers=2)
    assert files(two.path) == files(reference.path)


def test_an_image_does_not_depend_on_shards_or_on_the_size_of_the_set(reference: FaceSet, tmp_path: Path) -> None:
    few = made(tmp_path / "set", people=3, images=5, shard_rows=None)
    rows = few.scan("images", "truth").collect()
    all_rows = reference.scan("images", "truth").collect()
    same = all_rows.filter(all_rows["image_id"].is_in(rows["image_id"].to_list()))
    assert rows.height == 15
    assert same.equals(rows)


def test_an_image_does_not_depend_on_its_batch() -> None:
    recipe = Recipe.load("wild")
    renderer = scene_renderer(recipe.output, device="cpu")
    numbers = [(person, image) for person in range(4) for image in range(3)]
    together = Sampler(recipe, seed=SEED).render(numbers, renderer)
    alone = [Sampler(recipe, seed=SEED).render([number], renderer)[0] for number in reversed(numbers)]
    for one, other in zip(together, reversed(alone), strict=True):
        assert (one.identity, one.image, one.truth) == (other.identity, other.image, other.truth)
        assert np.array_equal(one.rendered.pixels, other.rendered.pixels)
        assert np.array_equal(one.rendered.segment, other.rendered.segment)
        assert np.array_equal(one.rendered.depth, other.rendered.depth)


def test_a_head_does_not_depend_on_threads() -> None:
    """Linear algebra adds up in another order on two threads: one of some hundred images would differ by a sample."""
    heads = []
    for threads in (1, 2):
        with threadpoolctl.threadpool_limits(threads):
            sampler = Sampler(Recipe.load("wild"), seed=SEED)
            heads.append([sampler.person(person).assets.head.positions for person in range(5)])
    assert np.array_equal(heads[0], heads[1])
