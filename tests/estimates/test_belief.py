import math

import pytest

from facegap.estimates import Doubt, Estimate, doubt_about, most_shown, people_to_show

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "floor", "converged", "doubt"),
    [
        (Estimate(1.0, 0.8, 1.2), 0.1, True, None),
        (Estimate(1.0, 0.8, 1.2), 0.8, True, "within noise"),
        (Estimate(1.0, 0.8, 1.2), 0.1, False, "not converged"),
        (Estimate(2.8, 2.6, 3.0), 0.1, True, "saturated"),
        (Estimate(-1.0, -1.2, -0.8), 0.1, True, "below zero"),
        (Estimate(NAN, NAN, NAN), 0.1, True, "no interval"),
        (Estimate(1.0, 0.8, 1.2), NAN, True, "no interval"),
        (Estimate(1.0, NAN, NAN), 0.1, True, "no interval"),
        # Nothing varies where nothing differs.
        (Estimate(0.0, NAN, NAN), 0.0, True, "within noise"),
        # An interval that crosses zero holds nothing against zero.
        (Estimate(-0.1, -0.5, 0.3), 0.1, True, "within noise"),
    ],
)
def test_each_reason_not_to_believe_a_number(
    value: Estimate, floor: float, converged: bool, doubt: Doubt | None
) -> None:
    assert doubt_about(value, floor=floor, ceiling=3.0, converged=converged) == doubt


def test_what_few_people_can_show_and_how_many_it_takes_for_more() -> None:
    assert most_shown(40) == pytest.approx(math.log(20))
    assert most_shown(0) == most_shown(2) == 0
    for value in (0.5, 3.0, 8.0):
        people = people_to_show(value)
        sure = Estimate(value, value - 0.01, value + 0.01)
        assert doubt_about(sure, floor=0, ceiling=most_shown(people * 1.01)) is None
        assert doubt_about(sure, floor=0, ceiling=most_shown(people * 0.99)) == "saturated"
