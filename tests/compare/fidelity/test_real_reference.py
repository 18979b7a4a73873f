import numpy as np
import pytest
from tests.compare.fidelity.people_sets import people

from facegap.compare.fidelity import measure_fidelity
from facegap.compare.fidelity.real_reference import real_reference_splits

OWNERS = np.repeat([0, 1, 3, 4, 7], [3, 1, 4, 2, 2])


@pytest.mark.parametrize("images", [1, 3, 6, 100])
def test_whole_people_of_as_many_images_and_half_at_most(images: int) -> None:
    chosen = real_reference_splits(OWNERS, images=images, splits=30, seed=0)
    assert chosen.shape == (30, 8)
    assert not chosen[:, [2, 5, 6]].any()
    counts = chosen[:, OWNERS].sum(axis=1)
    assert np.all((counts <= min(images, 6)) | (chosen.sum(axis=1) == 1))
    assert np.all(counts >= 1)
    assert len(np.unique(chosen, axis=0)) > 3


def test_few_synthetic_images_are_held_against_few_real_ones() -> None:
    """A perfect set of 32 images can't cover 400; the floor says so."""
    real, few = people(100, 4, seed=0), people(8, 4, seed=1)
    coverage = measure_fidelity(real=real, synthetic=few).metrics["coverage"]
    assert coverage.estimate.value < 0.5
    assert coverage.floor == pytest.approx(coverage.estimate.value, abs=0.1)


def test_one_person_is_chosen_and_leaves_no_rest() -> None:
    assert real_reference_splits(np.zeros(5, dtype=np.int64), images=2, splits=3, seed=0).tolist() == [[True]] * 3
