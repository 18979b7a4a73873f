import pytest

from facegap.annotate.learning.task import held_out_of_set
from facegap.training.starting import HeldOutShare

TENTH, FIFTH = HeldOutShare(0.1, by="seed 1"), HeldOutShare(0.2, by="seed 1")
NOBODY, ELSE = HeldOutShare(0.0, by="seed 2"), HeldOutShare(0.2, by="seed 2")
PARTITION, OTHER = HeldOutShare(None, by="the partition of 'celeba'"), HeldOutShare(None, by="the partition of 'mine'")


@pytest.mark.parametrize(
    ("now", "then", "fine"),
    [
        (TENTH, TENTH, True),
        (TENTH, FIFTH, True),
        (FIFTH, TENTH, False),
        (FIFTH, ELSE, False),
        (NOBODY, FIFTH, True),
        (NOBODY, PARTITION, True),
        (FIFTH, NOBODY, False),
        (PARTITION, PARTITION, True),
        (PARTITION, OTHER, False),
        (PARTITION, NOBODY, False),
        (TENTH, PARTITION, False),
    ],
)
def test_those_held_out_now_were_held_out_then(now: HeldOutShare, then: HeldOutShare, fine: bool) -> None:
    assert now.within(then) == fine


def test_a_partition_does_not_go_by_the_shares() -> None:
    def of(**more: object) -> HeldOutShare:
        source = {"labels": "celeba", "train_only": False, **more}
        split = {"validation": more.pop("validation", 0.1), "test": 0.1}
        return held_out_of_set({"config": {"sets": [source], "split": split, "seed": 1}}, 0)

    assert str(of()) == "20 % of them by seed 1"
    assert str(of(train_only=True)) == "nobody"
    assert of(partition=True) == of(partition=True, validation=0.3) == PARTITION
