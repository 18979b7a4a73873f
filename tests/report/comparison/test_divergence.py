import csv
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from tests.labels import random_set
from tests.report.drawn import hover_texts

from facegap.compare.joint import Direction, JointDivergence, joint_divergence
from facegap.estimates import Estimate
from facegap.report import to_plain
from facegap.report.comparison.divergence import divergence_section
from facegap.report.comparison.divergence_sentences import divergence_finding
from facegap.report.comparison.tables import divergence_table
from facegap.report.page.tables import to_csv

SHARES = {"a": 0.5, "b": 0.3, "c": 0.6}
NAMES = {"real": "ours", "synthetic": "<b>$x$"}


@pytest.fixture(scope="module")
def found() -> JointDivergence:
    """Q hardly ever shows what half of P shows."""
    p = random_set(SHARES, people=60, images=3, alike=0.2, seed=0)
    q = random_set({"a": 0.02, "b": 0.3, "c": 0.6}, people=60, images=3, alike=0.2, seed=1)
    return joint_divergence(p=p, q=q)


def test_the_sentence_says_a_range_by_how_many_estimators_and_which_way(found: JointDivergence) -> None:
    sentence = divergence_finding(found, **NAMES)
    assert found.p_q.range
    low, high = (f"{value:.2f}" for value in found.p_q.range)
    assert sentence.startswith(
        f"KL(ours‖<b>$x$) is {low} to {high} nats per face by 2 of 4 estimators (95 % intervals: "
    )
    times = " to ".join(f"{np.exp(value):.1f}" for value in found.p_q.range)
    assert f"what a face of ours shows is on average {times} times as rare in <b>$x$." in sentence
    assert re.search(r"KL\(<b>\$x\$‖ours\) is 0\.\d\d nats per face by 1 of 4 estimators \(95 % interval: ", sentence)
    assert sentence.endswith("only 1 of 4 estimators says that <b>$x$ lacks more of ours than the other way round.")
    assert "bit" not in sentence


@pytest.mark.parametrize(
    ("p_q", "q_p", "end"),
    [
        ("abc", "", "3 of 4 estimators say that <b>$x$ lacks more of ours than the other way round."),
        ("", "ab", "2 of 4 estimators say that ours lacks more of <b>$x$ than the other way round."),
        (
            "ab",
            "c",
            "isn't known: 2 of 4 estimators say that <b>$x$ lacks more of ours than the other way round, 1 the",
        ),
        ("", "", "Which way round more is lost isn't known: no estimator tells."),
    ],
)
def test_the_direction_is_told_with_how_many_say_so(found: JointDivergence, p_q: str, q_p: str, end: str) -> None:
    larger = "p_q" if p_q and not q_p else "q_p" if q_p and not p_q else None
    told = Direction(larger, tuple(p_q), tuple(q_p), ())
    object.__setattr__(turned := replace(found), "direction", told)
    assert end in divergence_finding(turned, **NAMES)


def test_a_lower_bound_is_at_least(found: JointDivergence) -> None:
    moving = {
        name: replace(ways, p_q=replace(ways.p_q, doubt="not converged", images_needed=5000))
        for name, ways in found.estimators.items()
    }
    bounded = replace(found, tree=moving["Chow–Liu tree"])
    at_least = f"is at least {found.classifier.p_q.value.value:.2f} nats per face by 1 of 4 estimators"
    assert at_least in divergence_finding(bounded, **NAMES)
    sure = replace(moving["Classifier"].p_q, value=Estimate(3.2, 3.0, 3.4))
    beyond = divergence_finding(replace(found, classifier=replace(found.classifier, p_q=sure)), **NAMES)
    assert "in <b>$x$. But a lower bound says that it is 3.00 at least, so these see a part only. KL" in beyond
    unknown = replace(bounded, classifier=moving["Classifier"])
    sentence = divergence_finding(unknown, **NAMES)
    assert f"is at least {found.classifier.p_q.value.low:.2f} nats per face; how much more isn't known" in sentence
    assert "none of 4 estimators is to be believed (3: still changes with more images; 1: reaches the noise" in sentence


def test_the_sentence_is_modest_where_nothing_is_known() -> None:
    p, q = (random_set(SHARES, people=people, images=3, alike=0.2, seed=people) for people in (20, 30))
    sentence = divergence_finding(joint_divergence(p=p, q=q), **NAMES)
    assert "isn't known with these sets: none of 4 estimators of KL is to be believed either way" in sentence
    assert "times as rare" not in sentence
    alone = random_set(SHARES, people=1, images=6, alike=0.2, seed=0)
    sentence = divergence_finding(joint_divergence(p=alone, q=q), **NAMES)
    assert sentence.endswith("either way (too few people). Each set needs 8 people or more.")
    same = joint_divergence(p=q, q=q)
    assert "have the same labels of the same people" in divergence_finding(same, **NAMES)


def test_sets_of_one_world_show_the_same_as_far_as_can_be_told() -> None:
    p, q = (random_set(SHARES, people=120, images=2, alike=0.2, seed=seed) for seed in (3, 4))
    sentence = divergence_finding(joint_divergence(p=p, q=q), **NAMES)
    assert (
        "show the same combinations of attributes, as far as can be told: none of 4 estimators finds more" in sentence
    )


def test_the_table_for_programs_says_what_the_page_says(found: JointDivergence) -> None:
    table = divergence_table(found)
    assert [name for name, _ in table.rows[-2:]] == ["least to be believed", "greatest to be believed"]
    rows = list(csv.DictReader(io.StringIO(to_csv(table))))
    assert found.p_q.range
    assert [float(row["KL(P‖Q)"]) for row in rows[-2:]] == list(found.p_q.range)
    assert [row["doubt, KL(P‖Q)"] for row in rows] == [
        *(ways.p_q.doubt or "none" for ways in found.estimators.values()),
        *["2 of 4"] * 2,
    ]
    assert [row["larger"] for row in rows] == ["KL(P‖Q)", "", "", "", "", ""]
    plain = to_plain(found)
    assert plain["p_q"]["range"] == list(found.p_q.range)
    assert plain["p_q"]["believed"] == ["Chow–Liu tree", "Classifier"]
    assert plain["direction"] == {
        "larger": None,
        "p_q": ["Chow–Liu tree"],
        "q_p": [],
        "silent": ["Kernel density", "Nearest neighbors", "Classifier"],
    }


def test_the_section_shows_both_ways_of_four_estimators(found: JointDivergence) -> None:
    section = divergence_section(found, **NAMES)
    assert len(re.findall(r'<th rowspan="2"', section.body)) == 5
    assert len(re.findall('class="words"[^>]*>yes<', section.body)) == 3
    assert section.body.count("no: reaches the noise floor") == 3
    assert re.search(r"Range of those to be believed.*0\.56 to 0\.92", section.body, re.DOTALL)
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
