import numpy as np
import pytest
import scipy.special
import scipy.stats

from facegap.compare.attributes.score_bins import (
    BinnedDivergence,
    KnownScores,
    equal_mass_edges,
    floor_of_bins,
    kl_of_bins,
)
from facegap.estimates import doubt_about, group_people

Floats = np.typing.NDArray[np.float64]
BETAS = ((0.5, 3.0), (1.0, 2.0))


def known(scores: Floats, people: np.typing.NDArray[np.int64] | None = None) -> KnownScores:
    owners = np.arange(len(scores)) if people is None else people
    return KnownScores.of(scores.astype(np.float32), owners, group_people(owners, seed=0))


def divergence(p: KnownScores, q: KnownScores, *, bins: int = 10) -> BinnedDivergence:
    edges = equal_mass_edges(p.scores, q.scores, bins=bins)
    return kl_of_bins(p=p.counts(edges), q=q.counts(edges))


def draw(beta: tuple[float, float], people: int, *, images: int, rng: np.random.Generator) -> Floats:
    """Scores of a beta distribution, those of one person alike."""
    own, each = rng.standard_normal((people, 1)), rng.standard_normal((people, images))
    return np.asarray(scipy.stats.beta.ppf(scipy.stats.norm.cdf((own + each).ravel() / np.sqrt(2)), *beta))


def binned_truth(edges: np.typing.NDArray[np.float32]) -> float:
    p, q = (np.diff(np.r_[0, scipy.stats.beta.cdf(edges, *beta), 1]) for beta in BETAS)
    return float(scipy.stats.entropy(p, q))


def test_two_discrete_distributions_have_their_closed_form() -> None:
    """With three scores there are three bins; the distributions are met exactly."""
    p, q = (np.repeat([0.1, 0.5, 0.9], counts) for counts in ((6000, 3000, 1000), (2000, 3000, 5000)))
    rng = np.random.default_rng(0)
    found = divergence(*(known(rng.permutation(each)) for each in (p, q)))
    truth = scipy.stats.entropy([0.6, 0.3, 0.1], [0.2, 0.3, 0.5])
    assert found.estimate.value == pytest.approx(truth, abs=2e-3)
    assert found.estimate.low < truth < found.estimate.high


def test_two_betas_have_nearly_theirs() -> None:
    """Bins can only hide a part of KL, and the more of them the less; the closed form is of the digamma function."""
    (a, b), (c, d) = BETAS
    psi = scipy.special.digamma
    truth = scipy.special.betaln(c, d) - scipy.special.betaln(a, b)
    truth += (a - c) * psi(a) + (b - d) * psi(b) + (c - a + d - b) * psi(a + b)
    rng = np.random.default_rng(1)
    scores = [known(rng.beta(*beta, size=20_000)) for beta in BETAS]
    ten, many = (divergence(scores[0], scores[1], bins=bins).estimate.value for bins in (10, 80))
    assert 0.88 * truth < ten < many
    assert many == pytest.approx(truth, rel=0.05)


def test_without_groups_it_is_scipys_entropy_of_the_counts() -> None:
    """An independent implementation: NumPy's quantiles and histogram, SciPy's entropy."""
    rng = np.random.default_rng(2)
    p, q = rng.random(700), rng.random(700) ** 2
    edges = np.quantile(np.r_[p, q], np.arange(1, 10) / 10, method="inverted_cdf")
    counts = [np.histogram(each, np.r_[-np.inf, np.nextafter(edges, 1), np.inf])[0] for each in (p, q)]
    ours = equal_mass_edges(p.astype(np.float32), q.astype(np.float32))
    np.testing.assert_allclose(ours, edges, atol=1e-6)
    whole = [each[None].astype(np.float64) for each in counts]
    found = kl_of_bins(p=whole[0], q=whole[1])
    assert found.estimate.value == pytest.approx(scipy.stats.entropy(*(each + 0.5 for each in counts)))
    assert not found.estimate.bounded


def test_only_the_order_of_scores_counts() -> None:
    """So that any calibration by a rising function changes nothing."""
    rng = np.random.default_rng(3)
    p, q = (rng.permutation(40_000)[:300] for _ in range(2))
    rising = [(p / 40_000, q / 40_000), (p / 40_000 * 1e-3, q / 40_000 * 1e-3)]
    rising.append(((p / 40_000) ** 5, (q / 40_000) ** 5))
    found = [divergence(known(first), known(second)) for first, second in rising]
    assert found[0] == found[1] == found[2]
    floors = [floor_of_bins(known(first), group_people(np.arange(300), seed=0).halves) for first, _ in rising]
    assert floors[0] == floors[1] == floors[2]


def test_the_interval_holds_the_truth_of_its_bins() -> None:
    """100 people with 4 images each, alike: in docs/compare.md, of more cases."""
    rng = np.random.default_rng(4)
    people = np.repeat(np.arange(100), 4)
    held, biases, cases = 0, [], 60
    for _ in range(cases):
        p, q = (known(draw(beta, 100, images=4, rng=rng), people) for beta in BETAS)
        edges = equal_mass_edges(p.scores, q.scores)
        estimate, truth = kl_of_bins(p=p.counts(edges), q=q.counts(edges)).estimate, binned_truth(edges)
        held += estimate.low <= truth <= estimate.high
        biases.append(estimate.value - truth)
    assert held >= 0.88 * cases
    assert abs(np.mean(biases)) < 0.05


def test_of_one_world_it_is_hardly_ever_believed() -> None:
    rng = np.random.default_rng(5)
    people = np.repeat(np.arange(60), 3)
    believed = 0
    for _ in range(40):
        p, q = (known(draw(BETAS[0], 60, images=3, rng=rng), people) for _ in range(2))
        found, floor = divergence(p, q), floor_of_bins(p, group_people(people, seed=0).halves)
        assert 0 < floor < 0.3
        believed += doubt_about(found.estimate, floor=floor, ceiling=found.ceiling) is None
    assert believed <= 1


def test_sets_apart_reach_what_so_many_people_can_show_and_no_more() -> None:
    for people, most in ((40, 2.7), (1000, 5.9)):
        low, high = np.linspace(0, 0.4, people), np.linspace(0.6, 1, people)
        found = divergence(known(low), known(high))
        assert found.ceiling == pytest.approx(most, abs=0.1)
        assert doubt_about(found.estimate, floor=0.0, ceiling=found.ceiling) == "saturated"
        assert found.estimate.high <= found.ceiling
    # Images of one person are no more people.
    copies = divergence(*(known(np.repeat(side, 9), np.repeat(np.arange(1000), 9)) for side in (low, high)))
    assert copies.ceiling == pytest.approx(found.ceiling, abs=0.01)
    assert copies.estimate.value == pytest.approx(found.estimate.value, abs=0.01)


def test_equal_scores_are_in_one_bin_and_constants_differ_in_nothing() -> None:
    same = np.full(50, 0.2)
    found = divergence(known(same), known(same))
    assert (found.estimate.value, found.estimate.bounded) == (0, False)
    tied = equal_mass_edges(np.full(9, 0.1, np.float32), np.r_[np.full(3, 0.1), 0.5, 0.9].astype(np.float32))
    assert tied.tolist() == pytest.approx([0.1, 0.5])
