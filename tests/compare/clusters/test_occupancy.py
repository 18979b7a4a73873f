import numpy as np
import pytest
import scipy.stats

from facegap.compare.clusters.occupancy import Occupied, occupancies, spread

MASSES = (0.4, 0.3, 0.15, 0.1, 0.05)


def sample(seed: int, *, people: int, images: int = 3, masses: tuple[float, ...] = MASSES) -> Occupied:
    """Images of which seven in ten are in the cluster of their person, the others in any."""
    rng = np.random.default_rng(seed)
    own = np.repeat(rng.choice(len(masses), people, p=masses), images)
    any_other = rng.choice(len(masses), len(own), p=masses)
    clusters = np.where(rng.random(len(own)) < 0.7, own, any_other)
    return Occupied.of(clusters, np.repeat(np.arange(people), images), k=len(masses), seed=seed)


@pytest.mark.parametrize("masses", [MASSES, (0.2,) * 5])
def test_entropy_is_without_bias_and_its_interval_holds_it(masses: tuple[float, ...]) -> None:
    """As often as it says, and in a small set too, of which the plain entropy is 0.05 too low."""
    entropy = float(scipy.stats.entropy(masses))
    found = [spread(sample(seed, people=40, masses=masses)) for seed in range(100)]
    plain = [scipy.stats.entropy(sample(seed, people=40, masses=masses).counts.sum(axis=0)) for seed in range(100)]
    assert np.mean(plain) < entropy - 0.03
    assert np.mean([one.entropy.value for one in found]) == pytest.approx(entropy, abs=0.02)
    for part, truth in (("entropy", entropy), ("effective", np.exp(entropy))):
        held = [getattr(one, part).low <= truth <= getattr(one, part).high + 1e-9 for one in found]
        assert sum(held) >= 90


def test_entropy_of_many_images_is_that_of_scipy() -> None:
    occupied = sample(0, people=20_000)
    exact = scipy.stats.entropy(occupied.counts.sum(axis=0))
    assert spread(occupied).entropy.value == pytest.approx(exact, abs=5e-4)


def test_a_set_in_one_cluster_has_no_entropy() -> None:
    found = spread(Occupied.of(np.zeros(30, dtype=np.int64), np.arange(30), k=4, seed=0))
    assert (found.entropy.value, found.effective.value, found.floor) == (0, 1, 0)


def test_a_set_of_which_one_group_of_people_is_in_clusters_has_no_interval() -> None:
    clusters = np.full(200, -1)
    clusters[:4] = [0, 0, 1, 1]
    found = spread(Occupied.of(clusters, np.repeat(np.arange(40), 5), k=2, seed=0))
    assert found.entropy.value == pytest.approx(np.log(2))
    assert np.isnan([found.entropy.low, found.effective.high, found.floor]).all()


def test_a_cluster_is_of_the_only_set_that_has_images_in_clusters() -> None:
    one, none = (
        Occupied.of(clusters, np.arange(4), k=2, seed=0) for clusters in (np.array([0, 0, 1, 1]), np.full(4, -1))
    )
    for found in occupancies([one, none]):
        assert (found.parts, found.owner) == ((1, 0), 0)
        assert np.isnan(found.shares[1].value)


def test_shares_are_of_images_in_clusters() -> None:
    one = Occupied.of(np.array([0, 0, 1, -1]), np.arange(4), k=2, seed=0)
    first, second = occupancies([one, Occupied.of(np.array([0, 0, 0, 0]), np.arange(4), k=2, seed=0)])
    assert [share.value for share in first.shares] == pytest.approx([2 / 3, 1])
    assert second.parts == (1, 0)
    assert second.owner == 0
    assert first.owner is None
    assert first.differences[0] is None
    assert first.differences[1]
    assert first.differences[1].value == pytest.approx(1 / 3)
    empty = occupancies([Occupied.of(np.array([0, 0]), np.arange(2), k=2, seed=0)])[1]
    assert np.isnan(empty.parts[0])
    assert empty.owner is None
