import numpy as np
import pytest
from tests.compare.fidelity.people_sets import people, unit

from facegap.compare.fidelity import Fidelity, Measured, compare_manifolds, measure_fidelity, measure_kernel_distance
from facegap.estimates import Estimate
from facegap.matching import EmbeddedSet


def shares(found: Fidelity) -> dict[str, Measured]:
    assert found.manifolds
    return {name: getattr(found.manifolds, name) for name in ("precision", "recall", "density", "coverage")}


def test_all_is_measured_with_interval_and_floor() -> None:
    real, synthetic = people(60, 3, seed=0), people(60, 3, seed=1, wide=0.2)
    found = measure_fidelity(real=real, synthetic=synthetic)
    manifolds = compare_manifolds(real=real.embeddings, synthetic=synthetic.embeddings)
    for name, measured in shares(found).items():
        estimate = measured.estimate
        assert estimate.value == pytest.approx(getattr(manifolds, name))
        assert estimate.low < estimate.value < estimate.high
        assert measured.floor > 0
    assert found.frechet
    assert found.kernel_distance
    assert found.frechet.estimate.low > found.frechet.floor
    assert found.kernel_distance.estimate.low > found.kernel_distance.floor
    assert shares(found)["recall"].estimate.high < shares(found)["recall"].floor
    assert shares(found)["precision"].estimate.value > 0.9
    assert found.missing == ()


def test_two_samples_of_one_world_reach_the_floors() -> None:
    found = measure_fidelity(real=people(150, 3, seed=2), synthetic=people(150, 3, seed=3))
    for name, measured in shares(found).items():
        assert measured.estimate.value == pytest.approx(measured.floor, abs=0.25 if name == "density" else 0.12)
    assert found.frechet
    assert found.kernel_distance
    assert found.frechet.estimate.value < found.frechet.floor
    assert found.kernel_distance.estimate.low < 0 < found.kernel_distance.estimate.high


def test_the_seed_divides_people_and_changes_no_estimate() -> None:
    real, synthetic = people(40, 3, seed=4), people(40, 3, seed=5)
    one, other = (measure_fidelity(real=real, synthetic=synthetic, seed=seed) for seed in (0, 1))
    again = measure_fidelity(real=real, synthetic=synthetic, seed=0)
    assert (one.frechet, one.kernel_distance, one.manifolds) == (again.frechet, again.kernel_distance, again.manifolds)
    assert one.manifolds != other.manifolds
    for name, measured in shares(one).items():
        assert measured.estimate.value == shares(other)[name].estimate.value


def test_a_set_is_like_itself() -> None:
    embedded = people(30, 3, seed=6)
    found = measure_fidelity(real=embedded, synthetic=embedded)
    assert found.frechet
    assert found.frechet.estimate.value == pytest.approx(0, abs=1e-9)
    assert {name: measured.estimate.value for name, measured in shares(found).items()} == dict.fromkeys(
        ("precision", "recall", "density", "coverage"), 1
    )
    assert found.kernel_distance
    assert found.kernel_distance.estimate.value < 0  # that each image is in both is more alike than chance
    assert found.novelty
    assert found.novelty.authentic.estimate.value == 0


def test_ten_images_of_one_person_have_what_they_can_have() -> None:
    few = people(1, 10, seed=7)
    found = measure_fidelity(real=few, synthetic=people(30, 2, seed=8))
    assert found.kernel_distance is None
    assert found.missing == ("The kernel distance needs two people in each set.",)
    assert found.frechet
    assert np.isnan([found.frechet.estimate.low, found.frechet.floor]).all()
    assert shares(found)["precision"].estimate.low >= 0
    assert np.isnan([shares(found)["recall"].estimate.low, shares(found)["recall"].floor]).all()
    assert found.novelty
    assert found.novelty.nearest_real is None
    assert found.novelty.real_similarities.total == 0


def test_one_image_has_nothing() -> None:
    found = measure_fidelity(real=people(30, 2, seed=9), synthetic=people(1, 1, seed=10))
    assert (found.frechet, found.kernel_distance, found.manifolds, found.novelty) == (None, None, None, None)
    assert len(found.missing) == 3
    assert "need 7 images in each set" in found.missing[-1]


@pytest.mark.parametrize(
    ("vectors", "message"),
    [(np.full((9, 16), np.nan), "has the length nan"), (np.ones((9, 16)), "length 4"), (np.eye(9), "as many columns")],
)
def test_embeddings_that_are_none(vectors: np.ndarray, message: str) -> None:
    wrong = EmbeddedSet(vectors.astype(np.float32), np.arange(len(vectors)), 0, 0)
    with pytest.raises(ValueError, match=message):
        measure_fidelity(real=people(9, 1, seed=11), synthetic=wrong)


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    """People with four images each: of one world the kernel distance is 0; the manifolds of a real set are given."""
    real, many = people(50, 4, seed=100, dimensions=8), people(1500, 4, seed=101, dimensions=8)
    everyone = compare_manifolds(real=real.embeddings, synthetic=many.embeddings)
    truth = {"precision": everyone.precision, "density": everyone.density, "kernel": 0.0}
    covered = dict.fromkeys(truth, 0)
    for number in range(40):
        chosen = many.people // 37 == number
        sample = unit(many.embeddings[chosen], many.people[chosen])
        found = shares(measure_fidelity(real=real, synthetic=sample))
        other = people(50, 4, seed=200 + number, dimensions=8)
        intervals: dict[str, Estimate] = {name: found[name].estimate for name in ("precision", "density")}
        intervals["kernel"] = measure_kernel_distance(real=other, synthetic=sample).estimate
        for name, interval in intervals.items():
            covered[name] += interval.low <= truth[name] <= interval.high
    # 95 % of 40 is 38; fewer than 34 would have a chance under 2 %.
    assert min(covered.values()) >= 34, covered
