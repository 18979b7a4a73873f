"""Protocols and tasks of one name, in one benchmark."""

from pathlib import Path

from tests.benchmark.protocols.layouts import BUILDERS

from facegap.benchmark import name_protocols, open_protocol


def test_protocols_and_tasks_of_one_name_are_told_apart(tmp_path: Path) -> None:
    lfw, bins, own = (open_protocol(name, BUILDERS[name](tmp_path / name).data) for name in ("lfw", "bin", "pairs"))

    def names(*protocols):
        return [(each.name, [task.name for task in each.tasks]) for each in name_protocols(protocols)]

    assert names(bins, own) == [("bin", ["agedb_30", "lfw"]), ("pairs", ["pairs"])]
    assert names(lfw, bins, lfw) == [("lfw", ["lfw"]), ("bin", ["agedb_30", "bin-lfw"]), ("lfw-2", ["lfw-2"])]
    (tmp_path / "pairs/pairs.csv").rename(tmp_path / "pairs/LFW-2.csv")
    own = open_protocol("pairs", tmp_path / "pairs/LFW-2.csv")
    assert names(own, lfw, lfw) == [("pairs", ["LFW-2"]), ("lfw", ["lfw"]), ("lfw-2", ["lfw-2-2"])]
