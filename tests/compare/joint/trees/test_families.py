import numpy as np
import pytest

from facegap.compare.joint.trees.families import Variables
from facegap.compare.joint.trees.literal_counts import LiteralCounts


def counts(labels: np.ndarray) -> np.ndarray:
    return LiteralCounts(labels.astype(np.int8), np.arange(len(labels)), seed=0).all


@pytest.fixture
def labels() -> np.ndarray:
    """Hair of one of three colors or none of these, a label that goes with all of them, and one that is rare."""
    rng = np.random.default_rng(0)
    color = rng.choice(4, 600, p=[0.3, 0.3, 0.2, 0.2])
    hair = np.where(np.arange(3) == color[:, None], 1, rng.choice([-1, 0], (600, 3)))
    rare = np.full(600, -1)
    rare[np.flatnonzero(color == 0)[:1]] = 1
    return np.column_stack([hair[:, 0], rng.choice([-1, 0, 1], 600), hair[:, 1:], rare])


def test_what_excludes_each_other_is_one_variable(labels: np.ndarray) -> None:
    found = Variables.of(counts(labels), counts(labels))
    assert found.members == ((0, 2, 3), (1,), (4,))


def test_what_is_together_in_one_set_is_no_family(labels: np.ndarray) -> None:
    dyed = labels.copy()
    dyed[0, [0, 2]] = 1
    assert all(not {0, 2} <= set(family) for family in Variables.of(counts(labels), counts(dyed)).members)


def test_tables_are_those_of_a_loop(labels: np.ndarray) -> None:
    variables = Variables.of(counts(labels), counts(labels))
    tables = variables.tables(counts(labels))
    hair = np.where(labels[:, [0, 2, 3]].max(axis=1) == 1, labels[:, [0, 2, 3]].argmax(axis=1), 3)
    values = [hair, labels[:, 1] + 1, labels[:, 4] + 1]
    for one in range(3):
        for other in range(3):
            wanted = np.zeros((4, 4))
            np.add.at(wanted, (values[one], values[other]), 1)
            np.testing.assert_array_equal(tables[one, other], wanted)
