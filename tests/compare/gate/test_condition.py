"""Conditions are read as they are meant, and what can't be read is told."""

import math
import re

import pytest

from facegap.base.errors import ConfigError
from facegap.compare.gate import read_condition


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("kl_real_synthetic > 0.5", ("kl_real_synthetic", None, None, False, ">", 0.5)),
        ("kl_real_synthetic(tree)>=.5bits", ("kl_real_synthetic", "tree", None, False, ">=", 0.5 * math.log(2))),
        ("kl_synthetic_real ( kernel ) . low > 1e-1 nats", ("kl_synthetic_real", "kernel", "low", False, ">", 0.1)),
        ("abs(difference(race: Black)) > 10", ("difference", "race: Black", None, True, ">", 10.0)),
        ("abs( difference('hair (dark)').high ) > 10 points", ("difference", "hair (dark)", "high", True, ">", 10.0)),
        ("difference(age<20) < -3%", ("difference", "age<20", None, False, "<", -3.0)),
        ("precision < 80%", ("precision", None, None, False, "<", 0.8)),
        ("eer_synthetic.high <= 0.05", ("eer_synthetic", None, "high", False, "<=", 0.05)),
    ],
)
def test_a_condition_is_read(text: str, read: tuple[object, ...]) -> None:
    condition = read_condition(text)
    name, *parts = read
    assert condition.card.name == name
    assert [condition.argument, condition.end, condition.size, condition.operator, condition.limit] == parts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kl_real_synthtic > 1", "unknown number 'kl_real_synthtic'; did you mean 'kl_real_synthetic'?"),
        ("frecet > 1", "did you mean 'frechet'?"),
        ("kl_real_synthetic", "write a number, one of >, >=, < and <=, and a limit"),
        ("", "write a number"),
        ("> 3", "write a number"),
        ("frechet >", "'' is no limit"),
        ("frechet > a", "'a' is no limit"),
        ("frechet > nan", "'nan' is no limit"),
        ("0.5 < frechet", "'0.5' is no number"),
        ("frechet == 1", "'==' is no comparison that measured numbers can pass"),
        ("frechet > 1 and recall < 2%", "several conditions are several --fail-if"),
        ("__import__('os').system('ls') > 1", "is no number"),
        ("difference > 3", "difference is of one attribute; write difference(Male)"),
        ("difference() > 3", "write difference(Male)"),
        ("eer_real(x) > 1%", "eer_real takes nothing in parentheses"),
        ("kl_real_synthetic(forest) > 1", "unknown estimator 'forest'; known: classifier, kernel, neighbors, tree"),
        ("frechet.hih > 1", "an interval has the ends .low and .high; did you mean 'high'?"),
        ("frechet > 3 nats", "frechet is counted in squared units of the embedding, not in 'nats'"),
        ("precision < 80", "precision lies between 0 and 1, so that 80 is no limit; write 0.8 or 80%"),
        ("abs(difference(Male)) > -1", "difference lies between 0 and 100"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)) as caught:
        read_condition(text)
    assert f"--fail-if {text!r}: " in str(caught.value)


def test_what_is_not_compared_is_told_before() -> None:
    read_condition("difference(Male) > 1").check_answerable(attributes=["Male"], embeddings=False)
    read_condition("frechet > 1").check_answerable(attributes=None, embeddings=True)
    for text, attributes, message in (
        ("frechet > 1", ["Male"], "frechet needs embeddings, which aren't compared"),
        ("kl_real_synthetic > 1", None, "kl_real_synthetic needs attributes, which aren't compared"),
        ("difference(Mael) > 1", ["Male"], "'Mael' is no attribute that all sets have; did you mean 'Male'?"),
    ):
        with pytest.raises(ConfigError, match=re.escape(message)):
            read_condition(text).check_answerable(attributes=attributes, embeddings=False)
