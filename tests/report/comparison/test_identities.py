from dataclasses import replace

import numpy as np
import pytest
from tests.compare.identities.people import around
from tests.labels import random_set
from tests.report.drawn import hover_texts, words

from facegap.compare import LabeledSet
from facegap.compare.identities import IdentityComparison, SetPeople, compare_identities, inconsistent_people
from facegap.report.comparison.identities import identities_section
from facegap.report.page.images import Example

HOSTILE = "<b>$x$</b>"
NAMES = ("real", HOSTILE)
PIXELS = np.zeros((4, 4, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def sets() -> tuple[LabeledSet, LabeledSet]:
    """The people of the second set are male or not by chance."""
    shares = {"Male": 0.5, "Smiling": 0.4}
    steady = random_set(shares, people=30, images=4, alike=0.98, seed=0)
    return steady, random_set(shares, people=20, images=6, alike=0.02, seed=1)


@pytest.fixture(scope="module")
def found(sets: tuple[LabeledSet, LabeledSet]) -> IdentityComparison:
    real = SetPeople(sets[0].people, 0, sets[0], around(0, 30, 4, noise=1))
    return compare_identities(real=real, synthetic=SetPeople(sets[1].people, 0, sets[1], around(1, 20, 6, noise=0.3)))


def test_people_who_are_not_themselves_are_shown(
    sets: tuple[LabeledSet, LabeledSet], found: IdentityComparison
) -> None:
    shown = {name: inconsistent_people(one) for name, one in zip(NAMES, sets, strict=True)}
    assert len(shown[HOSTILE]) == 8 > len(shown["real"])
    assert len({one.person for one in shown[HOSTILE]}) == 8
    pictures = {
        (name, row): Example(f"{name}-{row}", HOSTILE, PIXELS)
        for name, people in shown.items()
        for one in people
        for row in one.rows
    }
    section = identities_section(NAMES, found, inconsistent=shown, pictures=pictures)
    assert HOSTILE not in section.body
    assert section.body.count("Male on ") == sum(map(len, shown.values()))
    assert section.body.index("Male <small>permanent") < section.body.index("Smiling</th>")
    assert [figure.name for figure in section.figures] == ["images-per-identity", "identities"]
    histogram, scores = section.figures
    assert hover_texts(histogram)[:2] == ["3–4 images, real: 100.0 %", "5–9 images, real: 0.0 %"]
    assert set(words(scores)) >= {
        "real: nearest other person",
        "real: same person",
        f"{HOSTILE}: nearest other person",
        f"{HOSTILE}: same person",
    }
    doubted = identities_section(NAMES, found, inconsistent={}, pictures={}, doubted=["Male"]).body
    assert "Male <small>" not in doubted
    assert "Agreement of labels is left out for 1 attribute" in doubted
    nobody = identities_section(NAMES, found, inconsistent=shown, pictures={}).body
    assert "<img" not in nobody


def test_what_could_not_be_compared_is_said(found: IdentityComparison) -> None:
    reasons = replace(found, variation=None, consistency=None, reasons=("the sun is too bright",))
    section = identities_section(NAMES, reasons, inconsistent={}, pictures={})
    assert "Not compared: the sun is too bright." in section.body
    assert "How alike" not in section.body
    assert len(section.figures) == 1


def test_sets_without_identities() -> None:
    lonely = SetPeople(np.arange(5), 5)
    nothing = compare_identities(real=lonely, synthetic=lonely)
    section = identities_section(NAMES, nothing, inconsistent={}, pictures={})
    assert section.figures == ()
    assert "100.0 %" in section.body
    one_sided = compare_identities(
        real=SetPeople(np.repeat(np.arange(9), 3), 0, None, around(0, 9, 3, noise=1)),
        synthetic=SetPeople(np.arange(9), 9, None, around(0, 9, 1, noise=1)),
    )
    body = identities_section(NAMES, one_sided, inconsistent={}, pictures={}).body
    assert "the synthetic set has no identity with two images" in body
    assert "Margin to the nearest other person" in body
