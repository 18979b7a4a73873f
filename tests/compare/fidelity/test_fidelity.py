from collections.abc import Callable

import numpy as np
import pytest
from tests.compare.fidelity.people_sets import measured, people, unit

from facegap.compare.fidelity import Needs, compare_neighborhoods, known_metrics, measure_fidelity
from facegap.estimates import Estimate
from facegap.matching import EmbeddedSet

SHARES = ("precision", "recall", "density", "coverage")


def sentence(what: str, chosen: Callable[[Needs], bool]) -> str:
    """That all metrics with such needs, which are several, need ``what``."""
    *labels, last = [metric.card.label for metric in known_metrics() if chosen(metric.card.needs)]
    return f"{', '.join(labels)} and {last} need {what} in each set."


def test_all_is_measured_with_interval_and_floor() -> None:
    real, synthetic = people(60, 3, seed=0), people(60, 3, seed=1, wide=0.2)
    fidelity = measure_fidelity(real=real, synthetic=synthetic)
    neighborhoods = compare_neighborhoods(
        real=real.embeddings,
        synthetic=synthetic.embeddings,
        real_people=real.people,
        synthetic_people=synthetic.people,
    )
    found = fidelity.metrics
    assert list(found) == [metric.card.name for metric in known_metrics()]
    for name in SHARES:
        estimate = found[name].estimate
        assert estimate.value == pytest.approx(getattr(neighborhoods, name))
        assert estimate.low <= estimate.value <= estimate.high
        assert estimate.low < estimate.high
        assert found[name].floor > 0
    for name in ("frechet", "kernel_distance", "laplacian_discrepancy"):
        assert found[name].estimate.low > found[name].floor
    assert found["recall"].estimate.high < found["recall"].floor
    assert found["precision"].estimate.value > 0.9
    assert (fidelity.missing, fidelity.reach, fidelity.neighbors) == ((), "people", 5)


def test_two_samples_of_one_world_reach_the_floors() -> None:
    found = measure_fidelity(real=people(150, 3, seed=2), synthetic=people(150, 3, seed=3)).metrics
    for name in SHARES:
        assert found[name].estimate.value == pytest.approx(found[name].floor, abs=0.25 if name == "density" else 0.12)
    assert found["frechet"].estimate.value < found["frechet"].floor
    for name in ("kernel_distance", "laplacian_discrepancy", "vendi"):
        assert found[name].estimate.low < 0 < found[name].estimate.high


def test_the_seed_divides_people_and_changes_no_estimate() -> None:
    real, synthetic = people(40, 3, seed=4), people(40, 3, seed=5)
    first, other = (measure_fidelity(real=real, synthetic=synthetic, seed=seed).metrics for seed in (0, 1))
    assert first == measure_fidelity(real=real, synthetic=synthetic, seed=0).metrics
    assert sum(value != other[name] for name, value in first.items()) > len(first) / 2
    for name, value in first.items():
        assert value.estimate.value == pytest.approx(other[name].estimate.value, abs=1e-6)


def test_five_people_have_what_they_can_have() -> None:
    few = people(5, 4, seed=7)
    found = measure_fidelity(real=few, synthetic=people(30, 2, seed=8))
    assert sentence("6 people", lambda needs: needs.neighbors) in found.missing
    assert not found.metrics.keys() & set(SHARES)
    assert found.novelty
    # Balls that reach to images, as published, are possible with seven images.
    published = measure_fidelity(real=few, synthetic=people(30, 2, seed=8), reach="images")
    assert published.metrics.keys() >= set(SHARES)


def test_ten_images_of_one_person_have_what_they_can_have() -> None:
    found = measure_fidelity(real=people(1, 10, seed=7), synthetic=people(30, 2, seed=8))
    assert {
        sentence("2 people", lambda needs: needs.people == 2 and needs.images <= 10 and not needs.neighbors),
        sentence("6 people", lambda needs: needs.neighbors),
    } <= {*found.missing}
    assert not found.metrics.keys() & {"kernel_distance", "laplacian_discrepancy", *SHARES}
    frechet = found.metrics["frechet"]
    assert np.isnan([frechet.estimate.low, frechet.floor]).all()
    assert np.isnan(found.metrics["authentic"].floor)
    assert found.novelty
    assert found.novelty.nearest_real is None
    assert found.novelty.real_similarities.total == 0


def test_one_image_has_little() -> None:
    found = measure_fidelity(real=people(30, 2, seed=9), synthetic=people(1, 1, seed=10))
    assert list(found.metrics) == [metric.card.name for metric in known_metrics() if metric.card.needs == Needs()]
    assert found.novelty is None
    assert found.metrics["vendi"].sides
    assert found.metrics["vendi"].sides[1].value == pytest.approx(1)
    assert {
        sentence("2 images", lambda needs: needs.images == 2),
        sentence("6 people", lambda needs: needs.neighbors and needs.images == 1),
    } <= {*found.missing}


def test_unknown_people_are_counted() -> None:
    real = people(10, 4, seed=11)
    known = EmbeddedSet(real.embeddings, real.people, unknown=3, missing=0)
    found = measure_fidelity(real=known, synthetic=people(10, 4, seed=12))
    assert (found.real_unknown, found.synthetic_unknown) == (3, 0)


@pytest.mark.parametrize(
    ("vectors", "message"),
    [(np.full((9, 16), np.nan), "has the length nan"), (np.ones((9, 16)), "length 4"), (np.eye(9), "as many columns")],
)
def test_embeddings_that_are_none(vectors: np.ndarray, message: str) -> None:
    wrong = EmbeddedSet(vectors.astype(np.float32), np.arange(len(vectors)), 0, 0)
    with pytest.raises(ValueError, match=message):
        measure_fidelity(real=people(9, 1, seed=11), synthetic=wrong)


def test_neighborhoods_that_reach_nowhere() -> None:
    real = people(9, 1, seed=11)
    with pytest.raises(ValueError, match="0 neighbors"):
        measure_fidelity(real=real, synthetic=real, neighbors=0)
    with pytest.raises(ValueError, match="unknown reach of neighborhoods 'person'; did you mean 'people'"):
        measure_fidelity(real=real, synthetic=real, reach="person")  # type: ignore[arg-type]


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    """Four images a person: of one world the kernel distance is 0; the neighborhoods of a real set are given."""
    real, many = people(50, 4, seed=100, dimensions=8, noise=0.3), people(1500, 4, seed=101, dimensions=8, noise=0.3)
    everyone = compare_neighborhoods(
        real=real.embeddings,
        synthetic=many.embeddings,
        real_people=real.people,
        synthetic_people=many.people,
        neighbors=2,
    )
    truth = {"precision": everyone.precision, "density": everyone.density, "kernel_distance": 0.0}
    covered = dict.fromkeys(truth, 0)
    for number in range(40):
        chosen = many.people // 37 == number
        sample = unit(many.embeddings[chosen], many.people[chosen])
        found = measure_fidelity(real=real, synthetic=sample, neighbors=2).metrics
        other = people(50, 4, seed=200 + number, dimensions=8)
        intervals: dict[str, Estimate] = {name: found[name].estimate for name in ("precision", "density")}
        intervals["kernel_distance"] = measured("kernel_distance", other, sample).estimate
        for name, interval in intervals.items():
            covered[name] += interval.low <= truth[name] <= interval.high
    # 95 % of 40 is 38; fewer than 34 would have a chance under 2 %.
    assert min(covered.values()) >= 34, covered
