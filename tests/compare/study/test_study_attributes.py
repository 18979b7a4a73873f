import numpy as np
import pytest
from tests.labels import labeled, random_set

from facegap.base.errors import FaceSetError
from facegap.compare import attributes_in_sets, compare_attributes


def test_shares_are_of_images_and_of_people() -> None:
    """One person has three images with the attribute, three people one each without: half of the images, a quarter."""
    often = labeled({"Hat": [1, 1, 1, -1, -1, -1]}, [0, 0, 0, 1, 2, 3])
    single = labeled({"Hat": [1, -1, 0, 0]}, range(4))
    found = attributes_in_sets([often, single, single])
    hat = found.compared[0]
    images = [shares.positive_of_defined for shares in hat.shares]
    people = [shares.by_identity.positive_of_defined for shares in hat.shares]
    assert [share and share.value for share in images] == [0.5, 0.5, 0.5]
    assert [share and share.value for share in people] == [0.25, 0.5, 0.5]
    assert [shares.undefined.value for shares in hat.shares] == [0, 0.5, 0.5]
    assert found.several == (True, False, False)


def test_sets_are_described_as_in_a_comparison_of_two() -> None:
    p, q = (random_set({"a": share, "b": 0.3}, people=20, images=2, alike=0.3, seed=1) for share in (0.5, 0.2))
    found, pair = attributes_in_sets([p, q]), compare_attributes(real=p, synthetic=q)
    assert [one.shares for one in found.compared] == [(one.real, one.synthetic) for one in pair.compared]
    assert found.sets == (pair.real, pair.synthetic)


def test_only_what_all_sets_have_is_shown_and_the_rest_is_named() -> None:
    sets = [labeled({name: [1, -1] for name in names}, range(2)) for names in ("abc", "cab", "xa")]
    found = attributes_in_sets(sets)
    assert [one.name for one in found.compared] == ["a"]
    assert found.left_out == ("b", "c", "x")
    with pytest.raises(FaceSetError, match="no attribute in common"):
        attributes_in_sets([*sets, labeled({"y": [1, -1]}, range(2))])


def test_where_nothing_is_defined_nothing_is_known() -> None:
    found = attributes_in_sets([labeled({"a": [0, 0]}, range(2)), labeled({"a": [1, -1]}, range(2))])
    nothing, half = found.compared[0].shares
    assert nothing.positive_of_defined is None
    assert half.positive_of_defined
    assert np.isfinite(half.positive_of_defined.value)
