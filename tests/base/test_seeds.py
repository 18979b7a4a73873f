import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from facegap.engine import generator

PATHS = st.lists(st.one_of(st.integers(-1000, 1000), st.text(max_size=5)), min_size=1, max_size=4)


def test_numbers_are_the_same_on_any_machine() -> None:
    assert generator(7, "person 17", 4, "pose").integers(0, 1000, 5).tolist() == [270, 904, 563, 71, 815]


@given(PATHS, PATHS)
def test_different_paths_give_different_numbers(one: list[int | str], other: list[int | str]) -> None:
    same = generator(0, *one).integers(0, 2**62) == generator(0, *other).integers(0, 2**62)
    assert same == (one == other)


def test_a_number_is_not_its_text() -> None:
    assert generator(0, 1).random() != generator(0, "1").random()
    assert generator(0, "a", "b").random() != generator(0, "ab").random()


def test_streams_are_uncorrelated() -> None:
    draws = np.array([generator(0, image).standard_normal(200) for image in range(200)])
    correlations = np.corrcoef(draws)[np.triu_indices(200, 1)]
    assert abs(correlations.mean()) < 0.005
    assert abs(correlations.std() - 200**-0.5) < 0.01
