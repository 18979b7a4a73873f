from dataclasses import replace

import numpy as np
import pytest
import scipy.stats
from tests.compare.clusters.planted import planted
from tests.labels import labeled, random_set

from facegap.base.errors import FaceSetError
from facegap.compare import LabeledSet
from facegap.compare.clusters import Clustering, cluster_annotations, stability
from facegap.compare.clusters.pool import ClusterSpace
from facegap.matching.pairs import sweep

EVEN, FEW = (0.25, 0.25, 0.25, 0.25), (0.05, 0.9, 0.05, 0.0)


@pytest.fixture(scope="module")
def sets() -> tuple[LabeledSet, LabeledSet]:
    return planted(EVEN, people=120, seed=0), planted(FEW, people=60, seed=1)


@pytest.fixture(scope="module")
def found(sets: tuple[LabeledSet, LabeledSet]) -> Clustering:
    return cluster_annotations(sets, names=["real", "synthetic"])


def test_planted_clusters_are_found_with_their_occupancy(found: Clustering) -> None:
    assert (len(found.clusters), found.stable, found.images) == (4, True, (360, 180))
    shares = np.array([[share.value for share in cluster.occupancy.shares] for cluster in found.clusters])
    assert np.allclose(shares.sum(axis=0), 1)
    assert np.allclose(sorted(shares[:, 0]), 0.25, atol=0.08)
    assert np.allclose(shares[0, 1], 0.9, atol=0.1)
    assert (np.diff(shares.sum(axis=1)) <= 0).all()
    only = [cluster for cluster in found.clusters if cluster.occupancy.owner == 0]
    assert [cluster.occupancy.shares[1].value for cluster in only] == [0]
    assert only[0].occupancy.shares[1].high > 0
    difference = found.clusters[0].occupancy.differences[1]
    assert difference
    assert difference.low > 0.4


def test_a_set_in_few_clusters_has_few_effective_ones(found: Clustering) -> None:
    for number, spread in enumerate(found.spreads):
        shares = [cluster.occupancy.shares[number].value for cluster in found.clusters]
        # The bias that is taken off is about (clusters − 1) / (2 · people).
        assert np.isclose(spread.entropy.value, scipy.stats.entropy(shares), atol=0.03)
        assert np.isclose(spread.effective.value, np.exp(spread.entropy.value), atol=0.1)
    even, few = found.spreads
    assert even.effective.value > 3.8
    assert few.effective.high < 2.5 < even.effective.low
    assert 0 < few.floor < 1


def test_density_finds_the_same_clusters(found: Clustering) -> None:
    density = found.density
    assert density
    assert len(density.clusters) in (3, 4)
    assert density.images == found.images
    assert density.clusters[0].shares[1].value > 0.8
    assert density.noise[0].low <= density.noise[0].value < 0.5
    assert density.spreads[1]
    assert density.spreads[0]
    assert density.spreads[1].effective.value < density.spreads[0].effective.value


def test_traits_are_what_sets_a_cluster_apart(sets: tuple[LabeledSet, LabeledSet], found: Clustering) -> None:
    for cluster in found.clusters:
        first = sets[0].labels[list(cluster.typical[0])]
        for trait in cluster.traits:
            column = first[:, found.attributes.index(trait.attribute)]
            assert (column > 0).mean() > 0.5 if trait.excess > 0 else (column > 0).mean() < 0.5
        assert [abs(trait.excess) for trait in cluster.traits] == sorted(
            (abs(trait.excess) for trait in cluster.traits), reverse=True
        )
    labels = np.concatenate([images.labels[:, 0] for images in sets])
    weights = np.repeat([0.5 / 360, 0.5 / 180], [360, 180])
    pooled = [trait.pool for cluster in found.clusters for trait in cluster.traits if trait.attribute == "a0"]
    assert np.allclose(pooled, weights[labels > 0].sum())


def test_typical_images_are_of_different_people(sets: tuple[LabeledSet, LabeledSet], found: Clustering) -> None:
    for number, images in enumerate(sets):
        for cluster in found.clusters:
            rows = list(cluster.typical[number])
            expected = min(6, round(cluster.occupancy.shares[number].value * len(images.people) / 3))
            assert len(set(images.people[rows])) == len(rows) == expected


def test_the_same_seed_gives_the_same_on_any_number_of_threads(
    sets: tuple[LabeledSet, LabeledSet], found: Clustering, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (stability, sweep):
        monkeypatch.setattr(module, "available_cores", lambda: 1)
    assert cluster_annotations(sets, names=["real", "synthetic"]) == found


def test_the_same_set_twice_does_not_differ() -> None:
    one = planted(EVEN, people=30, seed=0)
    for cluster in cluster_annotations([one, one], names=["a", "b"]).clusters:
        difference = cluster.occupancy.differences[1]
        assert difference
        assert difference.low <= 0 <= difference.high
        assert cluster.occupancy.parts == (0.5, 0.5)


def test_images_beyond_the_most_are_assigned_afterwards() -> None:
    sets = [planted(EVEN, people=150, seed=0), planted(FEW, people=150, seed=1), planted(EVEN, people=5, seed=2)]
    found = cluster_annotations(sets, names=["a", "b", "c"], most=90)
    assert found.fitted == (90, 90, 15)
    assert found.images == (450, 450, 15)
    assert len(found.clusters) == 4
    assert np.isclose(found.clusters[0].occupancy.shares[1].value, 0.9, atol=0.07)


def test_scores_are_clustered_where_all_sets_have_them() -> None:
    one = planted(EVEN, people=24, seed=0, attributes=12)
    blank = replace(one, labels=np.zeros_like(one.labels))
    scores = np.where(one.labels > 0, 0.9, 0.1).astype(np.float32)
    scores[0, 0] = np.nan
    scored = cluster_annotations([replace(blank, scores=scores)], names=["a"])
    assert (scored.scored, len(scored.clusters)) == (True, 4)
    assert not ClusterSpace.of([replace(one, scores=scores), one], one.attributes).scored


def test_what_has_no_clusters() -> None:
    constant = labeled({"a": [1] * 30, "b": [0] * 30}, range(30))
    found = cluster_annotations([constant, constant], names=["a", "b"])
    assert (len(found.clusters), found.stability, found.stable) == (1, (), False)
    assert found.spreads[0].effective.value == 1
    noise = random_set({f"a{number}": 0.5 for number in range(6)}, people=24, images=2, alike=0.02, seed=0)
    assert not cluster_annotations([noise], names=["a"]).stable


def test_the_smallest_sets() -> None:
    rng = np.random.default_rng(0)
    ten = labeled({name: rng.choice([-1, 1], 10).tolist() for name in "abcde"}, range(10))
    found = cluster_annotations([ten, ten], names=["a", "b"])
    assert sum(cluster.occupancy.shares[0].value for cluster in found.clusters) == pytest.approx(1)
    one = cluster_annotations([labeled({"a": [1, -1, 1]}, [0, 0, 0])], names=["a"])
    assert len(one.clusters) == 1
    assert np.isnan(one.spreads[0].effective.low)
    assert one.density is None


def test_what_can_not_be_clustered() -> None:
    one, other = labeled({"a": [1]}, [0]), labeled({"b": [1]}, [0])
    with pytest.raises(FaceSetError, match="no attribute in common"):
        cluster_annotations([one, other], names=["a", "b"])
    with pytest.raises(ValueError, match="1 sets and 2 names"):
        cluster_annotations([one], names=["a", "b"])
