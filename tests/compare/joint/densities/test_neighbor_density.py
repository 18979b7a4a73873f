import numpy as np
import pytest
from scipy.special import digamma
from tests.compare.joint.known import gaussians

from facegap.compare.joint import Sample, neighbor_divergence
from facegap.compare.joint.densities.common_radius import corrected
from facegap.compare.joint.densities.distances import resolution
from facegap.compare.joint.densities.neighbor_density import neighbor_densities


def naive(p: Sample, q: Sample, k: int) -> tuple[float, float]:
    """KL(P‖Q) by the plain and by the bias-corrected form, an image at a time."""
    plain, better = [], []
    least = resolution(p.points, q.points) ** 0.5
    for point, person in zip(p.points, p.people, strict=True):
        ours = np.sort(np.linalg.norm(p.points[p.people != person] - point, axis=1)).clip(least)
        theirs = np.sort(np.linalg.norm(q.points - point, axis=1)).clip(least)
        near = ours[k - 1], theirs[k - 1]
        for found, (one, other) in ((plain, near), (better, (max(near), max(near)))):
            a, b = np.sum(ours <= one), np.sum(theirs <= other)
            volumes = q.points.shape[1] * np.log(theirs[b - 1] / ours[a - 1])
            found.append(volumes + digamma(a) - digamma(b) + np.log(len(theirs) / len(ours)))
    return float(np.mean(plain)), float(np.mean(better))


def on_a_grid(sample: Sample) -> Sample:
    """Few places, so that many images are on one, and many as far from each other."""
    return Sample.of(np.rint(2 * sample.points), sample.people)


@pytest.mark.parametrize(("dimensions", "k"), [(1, 1), (2, 3), (9, 1), (9, 2)])
def test_both_forms_are_those_of_the_paper(dimensions: int, k: int) -> None:
    p, q, _ = gaussians(dimensions, 300, shift=1, scale=1.3)
    densities = neighbor_densities(p=p, q=q, k=k)
    plain, better = densities.kl(p.everything, q.everything)[0], corrected(densities)
    for way, sides in enumerate(((p, q), (q, p))):
        assert (plain[way], better[way]) == pytest.approx(naive(*sides, k), abs=1e-3)


@pytest.mark.parametrize(("dimensions", "k"), [(1, 2), (2, 1), (3, 4)])
def test_all_that_are_as_far_count(dimensions: int, k: int) -> None:
    p, q = map(on_a_grid, gaussians(dimensions, 300, shift=1, scale=1.3)[:2])
    densities = neighbor_densities(p=p, q=q, k=k)
    assert (densities.kl(p.everything, q.everything)[0, 0], corrected(densities)[0]) == pytest.approx(naive(p, q, k))
    half = np.arange(p.grouped) % 2 == 0
    of_half = naive(p.part(half), q, k)[0]  # whose least distance is that of half of the images
    assert densities.kl(half[None], q.everything)[0, 0] == pytest.approx(of_half, abs=0.01)


def test_an_atom_weighs_as_much_as_it_holds() -> None:
    """Of 90 % of P, and of 10 % of Q: as of scores that are quite sure of most images."""
    rng = np.random.default_rng(0)
    points = [rng.standard_normal((2000, 2)) for _ in "pq"]
    for sample, share in zip(points, (0.9, 0.1), strict=True):
        sample[rng.random(2000) < share] = 5
    found = neighbor_divergence(p=Sample.of(points[0], np.arange(2000)), q=Sample.of(points[1], np.arange(2000)))
    for way, plain in zip((found.p_q, found.q_p), found.plain, strict=True):
        assert way.value.value == pytest.approx(0.8 * np.log(9), abs=0.15)
        assert plain == pytest.approx(0.8 * np.log(9), abs=0.3)
        assert way.value.low < 0.8 * np.log(9) < way.value.high
    assert found.floor < 0.2


def test_some_groups_are_as_if_the_others_were_not_there() -> None:
    p, q, _ = gaussians(8, 300, shift=1)
    halves = np.arange(p.grouped) % 2 == 0, np.arange(q.grouped) < 7
    found = neighbor_densities(p=p, q=q, k=2).kl(halves[0][None], halves[1][None])[0]
    ours, theirs = p.part(halves[0]), q.part(halves[1])
    again = neighbor_densities(p=ours, q=theirs, k=2).kl(p.everything, q.everything)[0]
    assert found == pytest.approx(again, abs=1e-4)
    assert found[0] == pytest.approx(naive(ours, theirs, 2)[0], abs=1e-3)


@pytest.mark.parametrize("dimensions", [2, 9])
def test_copies_are_finite(dimensions: int) -> None:
    rng = np.random.default_rng(0)
    points = np.repeat(rng.standard_normal((20, dimensions)), 4, axis=0)
    people = np.arange(80)
    found = neighbor_divergence(p=Sample.of(points, people), q=Sample.of(points[::-1] + 0.5, people))
    assert np.isfinite(found.p_q.value.value)
    assert np.isfinite(found.plain).all()


def test_a_sample_does_not_differ_from_itself() -> None:
    p, _, _ = gaussians(9, 200, shift=0)
    found = neighbor_divergence(p=p, q=p, same=True)
    assert (found.p_q.value.value, found.q_p.value.value) == (0, 0)
    assert found.floor > 0
