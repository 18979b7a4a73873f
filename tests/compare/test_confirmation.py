import numpy as np
import pytest
from tests.labels import random_set

from facegap.compare import compare_attributes, confirm
from facegap.compare.labels import LabeledSet

SHARES = {"Found": 0.5, "Turned": 0.5, "Missed": 0.5, "Invented": 0.5, "Silent": 0.5, "Alike": 0.5}
THEIRS = SHARES | {"Found": 0.9, "Turned": 0.9, "Missed": 0.9, "Silent": 0.9}
SEEN = SHARES | {"Found": 0.8, "Turned": 0.1, "Invented": 0.1}


def made(shares: dict[str, float], seed: int) -> LabeledSet:
    return random_set(shares, people=200, images=2, alike=0.3, seed=seed)


def silent(labeled: LabeledSet) -> LabeledSet:
    labels = labeled.labels.copy()
    labels[:, labeled.attributes.index("Silent")] = 0
    return LabeledSet("mac", labeled.attributes, labels, labeled.people, 0, 0, labeled.rows)


def test_each_verdict() -> None:
    true = compare_attributes(real=made(SHARES, 0), synthetic=made(THEIRS, 1))
    found = compare_attributes(real=silent(made(SHARES, 2)), synthetic=silent(made(SEEN, 3)))
    confirmation = confirm(found, true)
    assert confirmation is not None
    assert {one.name: one.verdict for one in confirmation.attributes} == {
        "Found": "confirmed",
        "Turned": "reversed",
        "Missed": "missed",
        "Invented": "invented",
        "Silent": "silent",
        "Alike": "alike",
    }
    pairs = np.array(
        [(one.found.positive.value, one.true.positive.value) for one in confirmation.attributes if one.found]
    )
    assert confirmation.correlation == pytest.approx(np.corrcoef(pairs.T)[0, 1])
    assert confirmation.counted("confirmed") == 1


def test_the_truth_confirms_itself() -> None:
    true = compare_attributes(real=made(SHARES, 0), synthetic=made(THEIRS, 1))
    confirmation = confirm(true, true)
    assert confirmation is not None
    assert confirmation.correlation == pytest.approx(1)
    assert {one.verdict for one in confirmation.attributes} == {"confirmed", "alike"}


def test_nothing_in_common() -> None:
    one = {"Found": 0.5}
    true = compare_attributes(real=made(one, 0), synthetic=made(one, 1))
    other = compare_attributes(real=made({"Other": 0.5}, 0), synthetic=made({"Other": 0.5}, 1))
    assert confirm(other, true) is None
