import numpy as np
import pytest
from scipy.special import digamma
from tests.compare.joint.known import gaussians

from facegap.compare.joint import Sample, neighbour_divergence
from facegap.compare.joint.common_radius import corrected
from facegap.compare.joint.neighbours import neighbour_densities


def naive(p: Sample, q: Sample, k: int) -> tuple[float, float]:
    """KL(P‖Q) by the plain and by the bias-corrected form, an image at a time."""
    plain, better = [], []
    dimensions, m = q.points.shape[1], len(q.points)
    for point, person in zip(p.points, p.people, strict=True):
        ours = np.sort(np.linalg.norm(p.points[p.people != person] - point, axis=1))
        theirs = np.sort(np.linalg.norm(q.points - point, axis=1))
        size = np.log(m / len(ours))
        plain.append(dimensions * np.log(theirs[k - 1] / ours[k - 1]) + size)
        radius = max(ours[k - 1], theirs[k - 1])
        a, b = np.sum(ours <= radius), np.sum(theirs <= radius)
        better.append(dimensions * np.log(theirs[b - 1] / ours[a - 1]) + digamma(a) - digamma(b) + size)
    return float(np.mean(plain)), float(np.mean(better))


@pytest.mark.parametrize(("dimensions", "k"), [(1, 1), (2, 3), (9, 1), (9, 2)])
def test_both_forms_are_those_of_the_paper(dimensions: int, k: int) -> None:
    p, q, _ = gaussians(dimensions, 300, shift=1, scale=1.3)
    densities = neighbour_densities(p=p, q=q, k=k)
    plain, better = densities.kl(p.everything, q.everything)[0], corrected(densities)
    for way, sides in enumerate(((p, q), (q, p))):
        assert (plain[way], better[way]) == pytest.approx(naive(*sides, k), abs=1e-3)


def test_some_groups_are_as_if_the_others_were_not_there() -> None:
    p, q, _ = gaussians(8, 300, shift=1)
    halves = np.arange(p.grouped) % 2 == 0, np.arange(q.grouped) < 7
    found = neighbour_densities(p=p, q=q, k=2).kl(halves[0][None], halves[1][None])[0]
    ours, theirs = p.part(halves[0]), q.part(halves[1])
    again = neighbour_densities(p=ours, q=theirs, k=2).kl(p.everything, q.everything)[0]
    assert found == pytest.approx(again, abs=1e-4)
    assert found[0] == pytest.approx(naive(ours, theirs, 2)[0], abs=1e-3)


@pytest.mark.parametrize("dimensions", [2, 9])
def test_copies_are_finite(dimensions: int) -> None:
    rng = np.random.default_rng(0)
    points = np.repeat(rng.standard_normal((20, dimensions)), 4, axis=0)
    people = np.arange(80)
    found = neighbour_divergence(p=Sample.of(points, people), q=Sample.of(points[::-1] + 0.5, people))
    assert np.isfinite(found.p_q.value.value)
    assert np.isfinite(found.plain).all()


def test_a_sample_does_not_differ_from_itself() -> None:
    p, _, _ = gaussians(9, 200, shift=0)
    found = neighbour_divergence(p=p, q=p, same=True)
    assert (found.p_q.value.value, found.q_p.value.value) == (0, 0)
    assert found.floor > 0
