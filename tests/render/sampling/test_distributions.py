import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy.stats import truncnorm

from facegap.render.sampling.bounds import at_least, both, outside
from facegap.render.sampling.choices import Choice, shares
from facegap.render.sampling.distributions import Normal, Quantity, Uniform
from facegap.render.sampling.draws import Draws

NORMAL = Normal(mean=1.0, sd=2.0, low=-1.5, high=4.0)


def test_a_truncated_normal_is_scipys() -> None:
    theirs = truncnorm(-1.25, 1.5, loc=1.0, scale=2.0)
    for u in (0.001, 0.2, 0.5, 0.93, 0.999):
        assert NORMAL.at(u) == pytest.approx(theirs.ppf(u), abs=1e-6)
    values = [NORMAL.sample(np.random.default_rng(seed)) for seed in range(2000)]
    assert np.mean(values) == pytest.approx(theirs.mean(), abs=0.1)


@given(st.floats(0.0, 1.0, exclude_max=True), st.floats(-3, 5), st.floats(0.01, 3))
def test_a_narrowed_draw_stays_within(u: float, low: float, width: float) -> None:
    for distribution in (NORMAL, Uniform(low=-1.0, high=2.0)):
        assert low - 1e-9 <= distribution.at(u, ((low, low + width),)) <= low + width + 1e-9


def test_a_draw_with_a_hole_keeps_its_proportions() -> None:
    u = (np.arange(1000) + 0.5) / 1000
    values = np.array([Uniform(low=0.0, high=10.0).at(float(each), outside(2.0, 8.0)) for each in u])
    assert not ((values > 2.0) & (values < 8.0)).any()
    assert (values <= 2.0).mean() == pytest.approx(0.5, abs=0.01)


def test_what_is_asked_wins_where_the_distribution_has_nothing() -> None:
    assert Uniform(low=0.0, high=1.0).at(0.3, at_least(2.0)) == 2.0
    assert shares(a=1.0).at(0.3, frozenset("b")) == "b"
    assert both(((0.0, 1.0),), ((2.0, 3.0),)) == ()


@pytest.mark.parametrize(
    ("given_value", "message"),
    [
        ({"mean": 1, "sd": 2, "low": 0, "hihg": 3}, "unknown key 'hihg'; did you mean 'high'"),
        ({"mean": 1, "sd": 0, "low": 0, "high": 3}, "sd Input should be greater than 0"),
        ({"low": 3, "high": 3}, "low must be less than high"),
        ({"mean": 50, "sd": 1, "low": 0, "high": 3}, "almost nothing of a normal distribution of mean 50"),
        ({"mean": 1, "low": 0, "high": 3}, "sd Field required"),
        ("many", "must be a number"),
        (True, "must be a number"),
    ],
)
def test_a_bad_quantity_is_explained(given_value: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        TypeAdapter(Quantity).validate_python(given_value)


def test_a_bad_choice_is_explained() -> None:
    with pytest.raises(ValidationError, match=r"the weights sum to 0\.9, not to 1"):
        Choice.model_validate({"a": 0.5, "b": 0.4})
    with pytest.raises(ValidationError, match="the weight of 'b' is -1"):
        Choice.model_validate({"b": -1, "a": 2})


def test_variation_ties_draws_without_changing_their_distribution() -> None:
    def values(variation: float) -> np.ndarray:
        rows = []
        for person in range(300):
            image = [np.random.default_rng([person, 1, number]) for number in range(3)]
            rows.append(
                [Draws(rng, habit=np.random.default_rng(person), variation=variation).uniform() for rng in image]
            )
        return np.array(rows)

    assert np.ptp(values(0.0), axis=1).max() < 1e-9
    half = values(0.5)
    assert half.std() == pytest.approx(12**-0.5, abs=0.02)
    assert 0.6 < np.corrcoef(half[:, 0], half[:, 1])[0, 1] < 0.85
