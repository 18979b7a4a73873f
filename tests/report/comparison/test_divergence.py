import re
from dataclasses import replace

import pytest
from tests.labels import random_set
from tests.report.drawn import hover_texts

from facegap.compare.joint import JointDivergence, joint_divergence
from facegap.estimates import Estimate
from facegap.report.comparison.divergence import divergence_section, explains

SHARES = {"a": 0.5, "b": 0.3, "c": 0.6}
NAMES = {"real": "ours", "synthetic": "<b>$x$"}


@pytest.fixture(scope="module")
def found() -> JointDivergence:
    """Q hardly ever shows what half of P shows."""
    p = random_set(SHARES, people=60, images=3, alike=0.2, seed=0)
    q = random_set({"a": 0.02, "b": 0.3, "c": 0.6}, people=60, images=3, alike=0.2, seed=1)
    return joint_divergence(p=p, q=q)


def test_the_sentence_says_what_is_lost_and_which_way(found: JointDivergence) -> None:
    sentence = explains(found, **NAMES)
    assert re.search(r"takes <b>\$x\$ for ours loses [\d.]+ bits \([\d.]+ nats\) a face", sentence)
    assert re.search(r"So ours explains <b>\$x\$ better than the reverse; [34] of 4 estimators say so\.", sentence)
    turned = replace(found, tree=replace(found.tree, asymmetry=Estimate(-0.5, -0.7, -0.3)))
    assert "So <b>$x$ explains ours better than the reverse; only" in explains(turned, **NAMES)
    unclear = replace(found, tree=replace(found.tree, asymmetry=Estimate(0.1, -0.1, 0.3)))
    assert explains(unclear, **NAMES).endswith("Neither explains the other clearly better.")


def test_the_sentence_is_modest_where_nothing_is_known() -> None:
    p, q = (random_set(SHARES, people=people, images=3, alike=0.2, seed=people) for people in (20, 30))
    assert "no more than two halves" in explains(joint_divergence(p=p, q=q), **NAMES)


def test_the_section_shows_both_ways_of_four_estimators(found: JointDivergence) -> None:
    section = divergence_section(found, **NAMES)
    assert len(re.findall(r'<th rowspan="2"', section.body)) == 4
    assert "<b>$x$" not in section.body
    assert "at least as much" in section.body
    assert re.search(r"says rightly in \d\d of 100 cases", section.body)
    assert "180 images of 60 people of ours" in section.body
    (figure,) = section.figures
    assert len(hover_texts(figure)) == 8


def test_one_person_has_dashes() -> None:
    one = random_set(SHARES, people=1, images=6, alike=0.2, seed=0)
    alone = joint_divergence(p=one, q=random_set(SHARES, people=8, images=2, alike=0.2, seed=1))
    section = divergence_section(replace(alone, p=replace(alone.p, left_out=3)), **NAMES)
    assert "–</td>" in section.body
    assert "says rightly" not in section.body
    assert "3 images of ours lack scores" in section.body
    assert section.figures[0].to_svg()
