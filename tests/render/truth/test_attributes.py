"""Every label by facts that turn it on, off, and to undecided."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.render.builders import a_person, changed
from tests.render.truth.cases import CASES, Case

from facegap.render.draw.surfaces import Segment
from facegap.render.truth.facts import Facts
from facegap.render.truth.layer import RULES, columns_table, personal_truth, rules_table, truth_labels
from facegap.render.truth.plain import plain_facts
from facegap.render.truth.proportions import Proportions
from facegap.render.truth.regions import REGIONS
from facegap.render.truth.vocabulary import ATTRIBUTES, PERSONAL

MIDDLING = Proportions(1.08, 1.4, 1.29, 0.98, 0.94, 0.83, 0.41, 0.1, -0.08, 0.15, 0.3, 9.0)


def facts(case: Case) -> Facts:
    plain = plain_facts(a_person(**case.person), replace(MIDDLING, **case.shape))
    seen, rows = plain.visibility, list(REGIONS)
    in_view, segments, picture = (np.copy(each) for each in (seen.in_view, seen.segments, seen.picture))
    for region, cover in case.covered.items():
        segments[rows.index(region)] = np.arange(len(Segment)) == cover
    for region in case.turned:
        in_view[rows.index(region)] = 0.0
    for segment, share in case.picture.items():
        picture[segment] = share
    return replace(
        plain,
        scene=changed(plain.scene, **case.scene),
        visibility=replace(seen, in_view=in_view, segments=segments, picture=picture),
        lips_apart=case.lips_apart,
        expressed=replace(plain.expressed, **case.expressed),
    )


@pytest.mark.parametrize("attribute", CASES)
def test_facts_turn_a_label_on_off_and_to_undecided(attribute):
    found = [RULES[attribute].judge(facts(case)) for case in CASES[attribute]]
    assert found == [1, -1, 0][: len(found)]


def test_every_attribute_has_a_rule_and_all_but_the_opinion_a_case():
    assert tuple(RULES) == ATTRIBUTES
    assert CASES.keys() == set(ATTRIBUTES) - {"Attractive"}
    assert truth_labels(facts(Case()))["Attractive"] == 0


def test_every_rule_says_what_it_means():
    for name, rule in RULES.items():
        assert rule.meaning.endswith("."), name


@pytest.mark.parametrize("headwear", ["cap", "hat", "beanie", "headscarf"])
def test_nothing_is_said_of_hair_that_is_hidden(headwear):
    labels = truth_labels(facts(Case(scene={"accessories": {"headwear": headwear}}, picture={Segment.HAIR: 0.0})))
    hidden = ("Bald", "Wavy_Hair", "Receding_Hairline", "Black_Hair", "Blond_Hair", "Brown_Hair", "Gray_Hair")
    assert {labels[name] for name in hidden} == {0}


def test_a_person_alone_has_their_own_labels_only():
    labels = personal_truth(a_person(hair={"style": "long-wavy"}), MIDDLING)
    assert labels.keys() == PERSONAL
    assert labels["Wavy_Hair"] == labels["Male"] == labels["Brown_Hair"] == 1


def test_the_documentation_has_the_rules_and_columns_as_they_are():
    page = (Path(__file__).parents[3] / "docs" / "truth.md").read_text(encoding="utf-8")
    assert rules_table() in page
    assert columns_table() in page
