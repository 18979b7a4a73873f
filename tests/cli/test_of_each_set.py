"""Options of which each of several sets may have its own."""

from pathlib import Path

import pytest

from facegap.base.errors import ConfigError
from facegap.cli.of_each_set import identities, names

PATHS = [Path("lfw"), Path("a=b"), Path("made/x")]


@pytest.mark.parametrize(
    ("values", "called"),
    [
        ([], None),
        (["LFW", "AB", "X"], ["LFW", "AB", "X"]),
        (["made/x/=X"], [None, None, "X"]),
        (["a=b=the = set", "LFW", "X"], ["LFW", "the = set", "X"]),
    ],
)
def test_names_are_those_of_paths_or_in_order(values: list[str], called: list[str | None] | None) -> None:
    assert names(values, PATHS) == called


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["LFW"], "given 1 times for 3 sets: give it once for each, in their order, or as PATH=NAME"),
        (["lfw=LFW", "X"], "given 1 times for 2 sets that have no PATH=NAME"),
        (["lwf=LFW"], "'lwf' is no set of this comparison; did you mean 'lfw'?"),
        (["lfw="], "a set's name is empty"),
    ],
)
def test_names_that_fit_no_set_are_told(values: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message.replace("?", r"\?")):
        names(values, PATHS)


def test_identities_are_of_all_or_of_one() -> None:
    assert identities([], PATHS) == "source"
    assert identities(["none"], PATHS) == "none"
    assert identities(["image", "lfw=source"], PATHS) == ["source", "image", "image"]
    for values, message in ((["nobody"], "unknown identity 'nobody'"), (["none", "image"], "give one for all sets")):
        with pytest.raises(ConfigError, match=message):
            identities(values, PATHS)
