from pathlib import Path

import pytest
from tests.conftest import MakeSet

from facegap.base.errors import ConfigError
from facegap.faceset import FaceSet, Selection, selected_rows

PEOPLE = {"ann": 4, "bob": 2, "carl": 3, "dora": 5}


@pytest.fixture
def faceset(make_set: MakeSet) -> FaceSet:
    return make_set(PEOPLE, shard_rows=4)


def chosen(faceset: FaceSet, **options: object) -> list[str]:
    return faceset.column("images", "image_id").gather(selected_rows(faceset, Selection(**options))).to_list()


def test_ids_are_taken_in_the_order_of_the_set(faceset: FaceSet) -> None:
    assert chosen(faceset, ids=("dora/1", "ann/3")) == ["ann/3", "dora/1"]


def test_each_wish_narrows_down_what_the_others_leave(faceset: FaceSet) -> None:
    ids = tuple(f"{person}/0" for person in PEOPLE)
    assert chosen(faceset, ids=ids, where="identity != 'bob'") == ["ann/0", "carl/0", "dora/0"]
    drawn = chosen(faceset, where="identity in ['ann', 'carl', 'dora']", identities=2, images=3)
    people = {image_id.partition("/")[0] for image_id in drawn}
    assert len(drawn) == len(set(drawn)) == 6
    assert len(people) == 2
    assert "bob" not in people


def test_people_who_have_too_few_images_are_left_out(faceset: FaceSet) -> None:
    assert {image_id.partition("/")[0] for image_id in chosen(faceset, images=4)} == {"ann", "dora"}


def test_draws_go_by_the_seed_and_a_persons_images_by_nobody_else(faceset: FaceSet) -> None:
    draws = {tuple(chosen(faceset, identities=2, images=2, seed=seed)) for seed in range(8)}
    assert len(draws) > 4
    assert chosen(faceset, images=2, seed=1) == chosen(faceset, images=2, seed=1)
    together = chosen(faceset, images=2, seed=1)
    alone = chosen(faceset, where="identity == 'dora'", images=2, seed=1)
    assert [image_id for image_id in together if image_id.startswith("dora")] == alone


def test_images_that_cannot_be_used_or_belong_to_nobody_are_left_out(tmp_path: Path, make_set: MakeSet) -> None:
    (tmp_path / "set-source/ann").mkdir(parents=True)
    (tmp_path / "set-source/ann/bad.png").write_bytes(b"no image")
    faceset = make_set({"ann": 2})
    assert chosen(faceset, where="identity == 'ann'") == ["ann/0", "ann/1"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "say which images to take: --where"),
        ({"ids": ("ann/9", "x")}, r"no image 'ann/9' \(and 1 more\); did you mean 'ann/"),
        ({"identities": 5}, "5 people are wanted, and 4 are there"),
        ({"identities": 3, "images": 4}, "3 people are wanted, and 2 with 4 images or more are there"),
        ({"where": "width == 3"}, "no image is left of 14 by width == 3"),
        ({"images": 6}, "no image is left of 14 by 6 images each, seed 0"),
    ],
)
def test_wishes_that_cannot_be_met_say_why(options: dict, message: str, faceset: FaceSet) -> None:
    with pytest.raises(ConfigError, match=message):
        selected_rows(faceset, Selection(**options))
