import numpy as np
import pytest
import torch
from tests.conftest import MakeSet

from facegap.base.errors import ContractError
from facegap.faceset import FaceSet, decode
from facegap.training import MicroBatch, TrainingImages, batches_of


def darker(pixels: np.ndarray, _: np.random.Generator) -> np.ndarray:
    return (pixels // 2).astype(np.uint8)


def images_of(*sets: FaceSet, side: int | None = None) -> TrainingImages:
    """The last image of each set, then the first."""
    ends = np.array([[len(faceset) - 1, 0] for faceset in sets]).T.ravel()
    source = np.tile(np.arange(len(sets)), 2)
    return TrainingImages(sets, source=source, rows=ends, vary=darker, seed=1, side=side)


def test_images_go_by_their_numbers_and_are_varied_in_training_alone(make_set: MakeSet) -> None:
    sets = (
        make_set({"ann": 3}, name="one", alignment="arcface-112"),
        make_set({"bob": 2}, name="two", alignment="arcface-112"),
    )
    images = images_of(*sets, side=24)
    expected = np.stack(
        [decode(sets[at].column("images", "image")[row]["bytes"]) for at, row in ((1, 0), (0, 2), (1, 1))]
    )
    numbers = np.array([3, 0, 1])
    plain = list(images.batches(None, batches_of(numbers, size=2)))
    assert [batch["rows"].tolist() for batch in plain] == [[3, 0], [1]]
    np.testing.assert_array_equal(torch.cat([batch["images"] for batch in plain]), expected)
    for epoch in (0, 1):
        (varied,) = images.batches(epoch, [MicroBatch(0, numbers)])
        np.testing.assert_array_equal(varied["images"], expected // 2)
    assert images.image_ids(numbers) == ["two:bob/0", "one:ann/2", "two:bob/1"]
    assert (images.contract.width, images.contract.alignment, images.contract.mean) == (24, "arcface-112", (0.5,) * 3)
    images.close()


def test_sets_that_do_not_fit_each_other_or_the_network(make_set: MakeSet) -> None:
    plain, aligned = make_set({"ann": 1}, name="plain"), make_set({"ann": 1}, name="aligned", alignment="arcface-112")
    large = make_set({"ann": 1}, name="large", side=32)
    images_of(plain).close()
    for sets, side, message in (
        ((plain, aligned), None, r"one size, all aligned the same way, not \(.*plain: None.*aligned: arcface-112"),
        ((plain, large), None, r"plain: None, \(24, 24\), .*large: None, \(32, 32\)\)"),
        ((plain,), 24, r"24×24 pixels, all aligned the same way, not \(.*plain: None"),
        ((aligned,), 112, r"112×112 pixels.*aligned: arcface-112, \(24, 24\)"),
    ):
        with pytest.raises(ContractError, match=message):
            images_of(*sets, side=side)
