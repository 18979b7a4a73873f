from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import mutual_info_score

from facegap.compare.joint import tree_divergence
from facegap.compare.joint.trees.families import Variables
from facegap.compare.joint.trees.literal_counts import LiteralCounts
from facegap.compare.joint.trees.tree_model import TreeModel, kl_trees

Labels = npt.NDArray[np.int8]
P_EDGES, Q_EDGES = {1: 0, 2: 1, 3: 1, 4: 3}, {1: 0, 2: 0, 3: 2, 4: 0}


def grown(
    parents: dict[int, int], *, stays: float, seed: int, people: int, images: int = 4, alike: float = 0
) -> Labels:
    """Labels where an attribute is as its parent with a chance of ``stays``; some images are as the person's first."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(-1, 2, (people, images, 5))
    for child, parent in parents.items():
        labels[..., child] = np.where(rng.random((people, images)) < stays, labels[..., parent], labels[..., child])
    copied = rng.random((people, images)) < alike
    labels = np.where(copied[..., None], labels[:, :1], labels)
    return labels.reshape(-1, 5).astype(np.int8)


def exact(p: dict[int, int], q: dict[int, int], *, stays: float) -> float:
    """KL of the two trees by the sum over all 243 combinations."""

    def probability(state: tuple[int, ...], parents: dict[int, int]) -> float:
        chance = 1 / 3
        for child, parent in parents.items():
            chance *= (1 - stays) / 3 + stays * (state[child] == state[parent])
        return chance

    states = list(product((-1, 0, 1), repeat=5))
    return sum(probability(s, p) * np.log(probability(s, p) / probability(s, q)) for s in states)


def model(labels: Labels) -> TreeModel:
    counts = LiteralCounts(labels, np.arange(len(labels)), seed=0).all
    tables = Variables.of(counts).tables(counts)
    return TreeModel.fit(tables, possible=np.ones((labels.shape[1], 3), dtype=bool))


def test_known_trees_are_found_and_their_divergence() -> None:
    labels = grown(P_EDGES, stays=0.6, seed=0, people=1000), grown(Q_EDGES, stays=0.6, seed=1, people=1000)
    people = np.arange(4000) // 4
    found = tree_divergence(p=labels[0], p_people=people, q=labels[1], q_people=people)
    assert found.p_edges == tuple(sorted((min(e), max(e)) for e in P_EDGES.items()))
    assert found.q_edges == tuple(sorted((min(e), max(e)) for e in Q_EDGES.items()))
    truth = exact(P_EDGES, Q_EDGES, stays=0.6), exact(Q_EDGES, P_EDGES, stays=0.6)
    for way, of in zip((found.p_q, found.q_p), truth, strict=True):
        assert way.value.low < of < way.value.high
        assert way.value.value == pytest.approx(of, rel=0.1)
        assert way.believable
    assert 0 < found.floor < 0.05


def test_the_sum_is_the_mean_over_the_faces() -> None:
    """Of as many faces that the prior hardly counts: the log ratio of both trees, face by face."""
    labels = [grown(edges, stays=0.5, seed=seed, people=20_000) for seed, edges in enumerate((P_EDGES, Q_EDGES))]
    p, q = map(model, labels)
    state = labels[0] + 1
    logs = [
        sum(np.log(tree.conditionals[a, state[:, tree.parents[a]], state[:, a]]) for a in range(5)) for tree in (p, q)
    ]
    assert kl_trees(p=p, q=q) == pytest.approx(float(np.mean(logs[0] - logs[1])), abs=1e-4)


def test_what_excludes_each_other_is_not_counted_as_together() -> None:
    """One of four values: the divergence of the values, although four labels of which one is positive are no tree."""
    rng = np.random.default_rng(0)
    shares = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.1, 0.1, 0.3, 0.5])
    people = np.arange(4000)
    p, q = (np.where(np.eye(4)[rng.choice(4, 4000, p=of)] > 0, 1, -1).astype(np.int8) for of in shares)
    found = tree_divergence(p=p, p_people=people, q=q, q_people=people)
    truth = np.sum(shares[0] * np.log(shares[0] / shares[1])), np.sum(shares[1] * np.log(shares[1] / shares[0]))
    assert found.p_q.value.value == pytest.approx(truth[0], rel=0.2)
    assert found.q_p.value.value == pytest.approx(truth[1], rel=0.2)


def test_the_tree_has_the_most_information() -> None:
    labels = grown(P_EDGES, stays=0.4, seed=3, people=40)
    information = {(a, b): mutual_info_score(labels[:, a], labels[:, b]) for a in range(5) for b in range(a)}
    kept = []
    joined = {a: a for a in range(5)}
    for a, b in sorted(information, key=lambda pair: -information[pair]):  # Kruskal
        if joined[a] != joined[b]:
            kept.append((b, a))
            joined = {c: joined[a] if group == joined[b] else group for c, group in joined.items()}
    assert model(labels).edges == sorted(kept)


def test_independent_labels_have_the_sum_of_their_divergences() -> None:
    rng = np.random.default_rng(0)
    shares = np.array([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]]), np.array([[0.4, 0.4, 0.2], [0.5, 0.2, 0.3]])
    people = np.arange(6000)
    p, q = (np.stack([rng.choice([-1, 0, 1], 6000, p=row) for row in of], axis=1).astype(np.int8) for of in shares)
    found = tree_divergence(p=p, p_people=people, q=q, q_people=people)
    assert found.p_q.value.value == pytest.approx(float(np.sum(shares[0] * np.log(shares[0] / shares[1]))), rel=0.1)
    assert found.q_p.value.value == pytest.approx(float(np.sum(shares[1] * np.log(shares[1] / shares[0]))), rel=0.1)


def test_one_attribute_constant_ones_and_labels_that_nobody_has() -> None:
    people = np.arange(40)
    yes = np.where(people < 30, 1, -1).astype(np.int8)[:, None]
    one = tree_divergence(p=yes, p_people=people, q=-yes, q_people=people)
    assert one.raw[0] == pytest.approx(0.5 * np.log(3), abs=0.05)
    more = np.concatenate([yes, np.zeros_like(yes), np.ones_like(yes)], axis=1)
    assert tree_divergence(p=more, p_people=people, q=more * [[-1, 1, 1]], q_people=people).raw == pytest.approx(
        one.raw
    )
    same = tree_divergence(p=more, p_people=people, q=more, q_people=people, same=True)
    assert (same.p_q.value.value, same.p_q.value.low, same.p_q.value.high) == (0, 0, 0)


def test_intervals_hold_the_truth_where_images_of_a_person_are_alike() -> None:
    truth = exact(P_EDGES, Q_EDGES, stays=0.5)
    held = 0
    people = np.arange(160 * 4) // 4
    for seed in range(30):
        p, q = (
            grown(edges, stays=0.5, seed=2 * seed + side, people=160, alike=0.7)
            for side, edges in enumerate((P_EDGES, Q_EDGES))
        )
        found = tree_divergence(p=p, p_people=people, q=q, q_people=people, seed=seed).p_q.value
        held += found.low <= truth <= found.high
    assert held >= 26  # of 30 at 95 %, fewer come with a chance of 2 %
