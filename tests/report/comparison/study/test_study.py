import re
from dataclasses import replace

import pytest
from tests.compared import three_sets
from tests.labels import labeled
from tests.report.drawn import hover_texts, words

from facegap.compare import attributes_in_sets, demographics_in_sets
from facegap.compare.joint import BelievedRange
from facegap.estimates import Estimate
from facegap.report.comparison.divergence_sentences import DOUBTS
from facegap.report.comparison.study.attributes import rank_attributes, study_attributes_section
from facegap.report.comparison.study.contrasts import contrasts_section
from facegap.report.comparison.study.demographics import demographics_section
from facegap.report.comparison.study.matrix import matrix_section, sets_section
from facegap.report.comparison.study.matrix_figures import believed_matrix, estimator_matrix
from facegap.report.comparison.study.tables import demographics_table, study_tables

HOSTILE = "<b>x</b>"


def text_of(body: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def test_attributes_come_by_how_far_any_two_sets_are_apart() -> None:
    found = three_sets()
    assert found.attributes
    assert rank_attributes(found.attributes)[0].name == "Bald"
    believed = found.attributes.compared
    doubted = tuple(
        replace(each, shares=tuple(one and replace(one, validated=each.name != "Bald") for one in each.shares))
        for each in believed
    )
    unsure = replace(found.attributes, compared=doubted)
    assert rank_attributes(unsure)[-1].name == "Bald"
    told = study_attributes_section(unsure, found.sets).body
    assert told.count('<div class="banner"') == 1
    none = tuple(
        replace(each, shares=tuple(one and replace(one, validated=False) for one in each.shares)) for each in believed
    )
    nothing = replace(found, attributes=replace(found.attributes, compared=none))
    assert "not how the faces do" in matrix_section(nothing).body
    assert "not how the faces do" not in matrix_section(found).body
    section = study_attributes_section(found.attributes, found.sets)
    assert "The same with each person counting the same" in section.body
    texts = hover_texts(section.figures[0])
    assert len([text for text in texts if text.startswith("Bald, others: ")]) == 1
    assert len(texts) == 9


def test_people_count_the_same_only_where_somebody_is_on_several_images() -> None:
    one, two = labeled({"a": [1, 1, -1]}, [0, 0, 1]), labeled({"a": [1, 1, -1]}, range(3))
    sets = three_sets().sets[:2]
    both = study_attributes_section(attributes_in_sets([one, two]), sets)
    assert "No person is known to be on two images of theirs" in text_of(both.body)
    single = study_attributes_section(attributes_in_sets([two, two]), sets)
    assert "shares over people are the same" in text_of(single.body)
    assert "<details" not in single.body


def test_heat_maps_have_every_two_sets_and_halves_on_the_diagonal_named_as_such() -> None:
    found = three_sets()
    section = matrix_section(found)
    assert [figure.name for figure in section.figures] == [
        *("matrix-kl", "matrix-different", "matrix-frechet"),
        *(f"matrix-kl-{number}" for number in (1, 2, 3, 4)),
    ]
    texts = hover_texts(section.figures[1])
    assert len(texts) == 9
    assert {"ours: two halves of its people: 0", "ours ‖ others: 1", "others ‖ ours: 1"} <= set(texts)
    assert "ours: two halves of its people; theirs" in text_of(section.body)
    rows = [name for name, _ in study_tables(found)["matrix"].rows]
    assert rows[-3:] == [f"{name}: two halves of its people" for name in ("ours", "theirs", "others")]


def test_kl_is_the_range_of_what_is_to_be_believed_and_doubt_is_in_brackets() -> None:
    found = three_sets()
    cell = next(cell for cell in found.matrix if (cell.p, cell.q) == ("ours", "others"))
    divergence = next(iter(cell.divergences.values()))
    believed = BelievedRange((1.0, 2.0), (0.5, 2), ("a", "b"), {}, False, None, None, None)
    nothing = replace(believed, range=None, interval=None, believed=())
    noise = replace(nothing, doubts={"a": "within noise", "b": "within noise"})
    bounded = replace(nothing, at_least=1.0)
    cells = {
        ("ours", "theirs"): replace(cell, q="theirs", believed=believed),
        ("ours", "others"): replace(cell, believed=nothing),
        ("theirs", "ours"): replace(cell, p="theirs", q="ours", believed=noise),
        ("others", "ours"): replace(cell, p="others", q="ours", believed=bounded),
    }
    matrix = tuple(cells.get((one.p, one.q), one) for one in found.matrix)
    shown = believed_matrix(replace(found, matrix=matrix)).cells
    assert [shown[0][1].text, shown[0][2].text, shown[1][0].text, shown[2][0].text] == [
        "1.0 to 2.0",
        "?",
        "noise",
        "≥ 1.0",
    ]
    assert [shown[0][1].value, shown[0][2].value, shown[1][0].value] == [pytest.approx(1.5), None, 0]
    doubted = replace(cell, divergences={"tree": replace(divergence, doubt="saturated")})
    trusted = replace(cell, p="others", q="ours", divergences={"tree": replace(divergence, doubt=None)})
    sure = estimator_matrix(replace(found, matrix=(doubted, trusted), halves=()), "tree", 1).cells
    assert sure[0][2].text == f"({sure[2][0].text})"
    assert f"not to be believed: {DOUBTS['saturated']}" in sure[0][2].hover


def test_without_halves_the_diagonal_is_not_known() -> None:
    section = matrix_section(replace(three_sets(), halves=()))
    assert "No set has enough people to be divided into halves" in text_of(section.body)
    assert words(section.figures[1]).count("–") == 3


def test_differences_of_every_two_sets_are_signed_towards_the_second() -> None:
    section = contrasts_section(three_sets().contrasts)
    text = text_of(section.body)
    assert re.search(r"Clear differences ?0 ?1 ?1", text)
    assert re.search(r'title="\+\d[^"]*" style="font-weight: 600; background: rgba\(209', section.body)


def test_names_of_sets_are_shown_as_they_stand() -> None:
    found = three_sets()
    sets = (replace(found.sets[0], name=HOSTILE), *found.sets[1:])
    renamed = replace(found, sets=sets, notes=(f"no {HOSTILE}",))
    section = sets_section(renamed, ["a", "b"])
    assert HOSTILE not in section.body
    assert section.body.count("&lt;b&gt;x&lt;/b&gt;") == 2
    assert HOSTILE not in study_attributes_section(found.attributes, sets).body if found.attributes else False


def test_demographic_groups_are_a_table_with_a_dash_for_what_labels_never_say() -> None:
    first = labeled({"Male": [1, -1] * 10, "Black": [1, 1, -1, -1] * 5, "Asian": [-1] * 20}, range(20))
    second = labeled({"Male": [1, -1] * 10, "Black": [-1] * 20, "Asian": [-1] * 20}, range(20))
    found = demographics_in_sets([first, second], axes=[("Male",), ("Asian", "Black")])
    assert found
    section = demographics_section(found, ["x", "y"])
    assert "The labels never say Asian, Black of any image of y" in text_of(section.body)
    table = demographics_table(found, ["x", "y"])
    cells = dict(table.rows)
    share = cells["Male, Black"][0]
    assert isinstance(share, Estimate)
    assert share.value == pytest.approx(0.25)
    assert isinstance(cells["Male, Black"][1], Estimate)
    assert not cells["Male, Black"][1].known
    assert cells["decided, of labeled images"][0] == found.decided[0]


def test_a_breakdown_that_labels_do_not_allow_is_told() -> None:
    one = labeled({"Male": [1, -1] * 10, "Young": [1] + [0] * 19}, range(20))
    found = demographics_in_sets([one], axes=[("Male",), ("Young",)])
    assert found
    section = demographics_section(found, ["x"])
    assert section.figures == ()
    assert "Not broken down by Young" in text_of(section.body)
    assert "x 5 %" in text_of(section.body)
