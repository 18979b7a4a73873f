import numpy as np
import pytest
from tests.compare.joint.known import modes

from facegap.compare import LabeledSet
from facegap.compare.joint import JointDivergence, joint_divergence


def labeled(count: int, *, shown: int, seed: int) -> LabeledSet:
    labels, people = modes(count, shown=shown, seed=seed)
    return LabeledSet("truth", tuple("abcdef"), labels, people, 0, 0, np.arange(count))


@pytest.fixture(scope="module")
def collapsed() -> JointDivergence:
    """Q shows two of the four modes that P has."""
    return joint_divergence(p=labeled(1200, shown=4, seed=0), q=labeled(1200, shown=2, seed=1))


@pytest.mark.parametrize("estimator", ["tree", "kernel", "neighbors", "classifier"])
def test_a_collapsed_model_is_far_from_the_data_and_the_data_less_far_from_it(
    collapsed: JointDivergence, estimator: str
) -> None:
    found = getattr(collapsed, estimator)
    assert found.p_q.value.value > 1.3 * found.q_p.value.value
    assert found.asymmetry.low > 0
    assert found.p_q.value.low > found.floor
    assert found.q_p.value.value < 1.5


def test_all_estimators_agree(collapsed: JointDivergence) -> None:
    assert collapsed.direction.larger == "p_q"
    assert len(collapsed.direction.p_q) >= 3
    assert collapsed.direction.q_p == ()
    assert collapsed.p_q.range
    values = [ways.p_q.value.value for name, ways in collapsed.estimators.items() if name in collapsed.p_q.believed]
    assert collapsed.p_q.range == (min(values), max(values))


def test_the_other_way_round_is_the_other_way_round() -> None:
    p, q = labeled(400, shown=4, seed=0), labeled(400, shown=2, seed=1)
    one, other = joint_divergence(p=p, q=q), joint_divergence(p=q, q=p)
    assert one.tree.raw == pytest.approx(other.tree.raw[::-1])
    differences = [[ways.asymmetry.value for ways in found.estimators.values()] for found in (one, other)]
    assert (np.array(differences) * [[1], [-1]] > 0).all()
    assert one.direction.q_p == other.direction.p_q == ()
