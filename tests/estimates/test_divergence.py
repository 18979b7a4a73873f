import math

import numpy as np
import pytest
import scipy.stats

from facegap.estimates import jeffreys, kl


def test_of_a_fair_coin_and_a_biased_one() -> None:
    assert kl(p=[0.5, 0.5], q=[0.25, 0.75]) == pytest.approx(0.5 * math.log(4 / 3))
    assert kl(p=[0.25, 0.75], q=[0.5, 0.5]) == pytest.approx(
        math.log(2) - (0.25 * math.log(4) + 0.75 * math.log(4 / 3))
    )


def test_it_is_that_of_scipy_and_of_a_loop() -> None:
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(6), (4, 3)), rng.dirichlet(np.ones(6), (4, 3))
    found = kl(p=p, q=q)
    assert found.shape == (4, 3)
    np.testing.assert_allclose(found, scipy.stats.entropy(p, q, axis=-1))
    loop = sum(a * math.log(a / b) for a, b in zip(p[1, 2], q[1, 2], strict=True))
    assert found[1, 2] == pytest.approx(loop)


def test_what_the_model_rules_out_costs_infinitely_and_what_the_data_lacks_nothing() -> None:
    assert kl(p=[0.5, 0.5], q=[1, 0]) == np.inf
    assert kl(p=[1, 0], q=[0.5, 0.5]) == pytest.approx(math.log(2))
    assert kl(p=[1, 0], q=[1, 0]) == 0
    assert np.isnan(kl(p=[np.nan, np.nan], q=[0.5, 0.5]))


def test_it_is_never_negative() -> None:
    p = np.random.default_rng(1).dirichlet(np.ones(50), 100)
    assert kl(p=p, q=p).min() == 0


@pytest.mark.parametrize("bad", [[0.5, 0.6], [1.5, -0.5], [3, 4]])
def test_what_is_no_distribution_is_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="q must be distributions"):
        kl(p=[0.5, 0.5], q=bad)
    with pytest.raises(ValueError, match="p must be distributions"):
        kl(p=bad, q=[0.5, 0.5])


def test_the_posterior_mean_is_that_of_a_beta() -> None:
    """The prior of a share is Beta(½, ½)."""
    for positive, negative in ((0, 0), (0, 10), (3, 7)):
        expected = scipy.stats.beta(positive + 0.5, negative + 0.5).mean() if positive + negative else np.nan
        np.testing.assert_allclose(jeffreys([positive, negative])[0], expected)
    assert jeffreys([[1, 2, 3], [0, 0, 5]]).sum(axis=-1) == pytest.approx([1, 1])
