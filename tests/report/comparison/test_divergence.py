import re
from dataclasses import replace

import pytest
from tests.labels import random_set
from tests.report.drawn import hover_texts

from facegap.compare.joint import JointDivergence, joint_divergence
from facegap.estimates import Estimate
from facegap.report.comparison.divergence import divergence_finding, divergence_section

SHARES = {"a": 0.5, "b": 0.3, "c": 0.6}
NAMES = {"real": "ours", "synthetic": "<b>$x$"}


@pytest.fixture(scope="module")
def found() -> JointDivergence:
    """Q hardly ever shows what half of P shows."""
    p = random_set(SHARES, people=60, images=3, alike=0.2, seed=0)
    q = random_set({"a": 0.02, "b": 0.3, "c": 0.6}, people=60, images=3, alike=0.2, seed=1)
    return joint_divergence(p=p, q=q)


def test_the_sentence_says_what_is_lost_and_which_way(found: JointDivergence) -> None:
    sentence = divergence_finding(found, **NAMES)
    assert re.match(
        r"KL\(ours‖<b>\$x\$\) = [\d.]+ bits per face \([\d.]+ nats\): <b>\$x\$ lacks much of what", sentence
    )
    assert re.search(r"The reverse is smaller: KL\(<b>\$x\$‖ours\) = .*\. [34] of 4 estimators agree", sentence)
    turned = replace(found, tree=replace(found.tree, asymmetry=Estimate(-0.5, -0.7, -0.3)))
    assert re.search(r"<b>\$x\$ shows some that ours lacks\. .* Only [01] of 4", divergence_finding(turned, **NAMES))
    unclear = replace(found, tree=replace(found.tree, asymmetry=Estimate(0.1, -0.1, 0.3)))
    assert divergence_finding(unclear, **NAMES).endswith("neither direction is clearly larger.")


def test_the_sentence_is_modest_where_nothing_is_known() -> None:
    p, q = (random_set(SHARES, people=people, images=3, alike=0.2, seed=people) for people in (20, 30))
    assert "within the noise floor both ways" in divergence_finding(joint_divergence(p=p, q=q), **NAMES)


def test_the_section_shows_both_ways_of_four_estimators(found: JointDivergence) -> None:
    section = divergence_section(found, **NAMES)
    assert len(re.findall(r'<th rowspan="2"', section.body)) == 4
    assert "<b>$x$" not in section.body
    assert "a lower bound" in section.body
    assert re.search(r"is right in \d\d of 100 cases", section.body)
    assert "180 images of 60 people of ours" in section.body
    (figure,) = section.figures
    assert len(hover_texts(figure)) == 8


def test_one_person_has_dashes() -> None:
    one = random_set(SHARES, people=1, images=6, alike=0.2, seed=0)
    alone = joint_divergence(p=one, q=random_set(SHARES, people=8, images=2, alike=0.2, seed=1))
    section = divergence_section(replace(alone, p=replace(alone.p, left_out=3)), **NAMES)
    assert "–</td>" in section.body
    assert "of 100 cases" not in section.body
    assert "3 images of ours have no scores" in section.body
    assert section.figures[0].to_svg()
