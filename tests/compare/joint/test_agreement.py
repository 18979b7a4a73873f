"""Ranges and directions from made-up estimators, the issue's own among them."""

from collections.abc import Mapping
from types import MappingProxyType

from facegap.compare.joint import BothWays, Divergence
from facegap.compare.joint.agreement import believed_range, direction
from facegap.estimates import Estimate


def way(
    value: float,
    *,
    apart: float = 0.2,
    floor: float = 0.1,
    least: int | None = 100,
    grown: float = 0,
    bound: bool = False,
) -> Divergence:
    """Of 500 images of 400 people."""
    estimate = Estimate(value, value - apart, value + apart)
    return Divergence.judged(
        estimate,
        half=value - grown,
        quarter=value - 2 * grown,
        images=500,
        people=400,
        least_images=least,
        floor=floor,
        bound=bound,
    )


def both(p_q: Divergence, q_p: Divergence, *, apart: float = 0.2) -> BothWays:
    difference = p_q.value.value - q_p.value.value
    return BothWays(p_q, q_p, Estimate(difference, difference - apart, difference + apart), floor=0.1)


FLOORS: Mapping[str, float] = MappingProxyType(dict.fromkeys("abcd", 0.1))


def test_the_range_is_that_of_the_estimators_that_are_to_be_believed() -> None:
    ways = {"a": way(2.7, apart=0.5), "b": way(1.56), "c": way(0.75), "d": way(0.86, bound=True)}
    found = believed_range(ways, FLOORS)
    assert (found.range, found.interval, found.believed) == ((0.75, 2.7), (0.55, 3.2), ("a", "b", "c", "d"))
    assert (found.doubts, found.bound, found.at_least) == ({}, False, 0.86 - 0.2)
    assert not found.within_noise


def test_the_others_are_left_out_each_with_its_reason() -> None:
    ways = {"a": way(2.7, least=900), "b": way(0.25), "c": way(9.6), "d": way(0.5, bound=True)}
    found = believed_range(ways, FLOORS)
    assert (found.range, found.believed, found.bound) == ((0.5, 0.5), ("d",), True)
    assert found.doubts == {"a": "not converged", "b": "within noise", "c": "saturated"}
    # Of b, at 0.25 ± 0.2 and with a floor of 0.1, the interval must be 0.75 times as wide.
    assert found.images_needed == 889
    assert (found.at_least, found.at_most) == (0.3, 9.6 + 0.2)


def test_where_none_is_to_be_believed_a_lower_bound_still_holds_and_what_is_needed_is_told() -> None:
    found = believed_range({"a": way(2.0, least=4000), "b": way(1.0, least=None, bound=True)}, FLOORS)
    assert (found.range, found.interval, found.believed) == (None, None, ())
    assert (found.at_least, found.images_needed, found.within_noise) == (0.8, 4000, False)
    chance = believed_range({"a": way(0.05), "b": way(0.1), "c": way(0.0, bound=True)}, FLOORS)
    assert (chance.range, chance.at_least, chance.within_noise) == (None, None, True)
    assert (chance.at_most, chance.images_needed) == (0.1 + 0.2, None)


def test_a_saturated_number_needs_people_for_its_size() -> None:
    found = way(9.6)
    assert found.doubt == "saturated"
    assert found.images_needed is not None
    # 0.9 · ln(people / 2) is 9.6, and there are 500 images of 400 people.
    assert abs(found.images_needed / 500 * 400 / 85800 - 1) < 0.01


def test_a_direction_takes_two_estimators_and_none_against_them() -> None:
    forth, back = both(way(1.5), way(0.7)), both(way(0.7), way(1.5))
    unclear, falling = both(way(1.0), way(0.9)), both(way(2.5, least=None, grown=-0.3), way(0.4))
    most = direction({"a": forth, "b": forth, "c": forth, "d": unclear})
    assert (most.larger, most.p_q, most.q_p, most.silent) == ("p_q", ("a", "b", "c"), (), ("d",))
    assert direction({"a": back, "b": back, "c": unclear}).larger == "q_p"
    assert direction({"a": forth, "b": unclear, "c": falling}).larger is None
    assert direction({"a": forth, "b": forth, "c": back}).larger is None
    # What is within noise one way may still be the smaller of the two.
    assert direction({"a": both(way(1.0), way(0.15)), "b": falling}).p_q == ("a",)
    # What grows with more images, or is as large as can be shown, may be the larger one, but not the smaller.
    growing, saturated = way(2.0, least=None, grown=0.3), way(9.0)
    assert direction({"a": both(growing, way(0.4)), "b": both(way(0.4), saturated)}).silent == ()
    assert direction({"a": both(way(4.0), growing), "b": both(saturated, growing)}).silent == ("a", "b")
