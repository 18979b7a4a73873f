import html
import re
from dataclasses import replace

import numpy as np
from tests.compare.fidelity.people_sets import people

from facegap.compare.description import SideWords
from facegap.compare.fidelity import Fidelity, known_metrics, measure_fidelity
from facegap.report.comparison.fidelity import PairIds, fidelity_section
from facegap.report.page.images import Example
from facegap.report.page.section import Section

WORDS = SideWords("real", "synthetic", "the real set", "the synthetic set")


def section(found: Fidelity) -> Section:
    pairs = [PairIds(f"r{pair.real}", f"s{pair.synthetic}") for pair in found.novelty.closest] if found.novelty else []
    pixels = np.full((16, 16, 3), 128, dtype=np.uint8)
    pictures = {("ours", pair.real): Example(pair.real, None, pixels) for pair in pairs}
    pictures |= {("<theirs>", pair.synthetic): Example(pair.synthetic, None, pixels) for pair in pairs}
    return fidelity_section(
        found, real="ours", synthetic="<theirs>", embedding="net", words=WORDS, pictures=pictures, pairs=pairs
    )


def rows_of(body: str) -> dict[str, list[str]]:
    """The cells of each row by its heading, without tags."""
    rows = re.findall(r"<tr><th>([^<]+)</th>(.*?)</tr>", body, flags=re.DOTALL)
    return {
        html.unescape(heading): [
            re.sub(r"<.+?>", " ", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", cells)
        ]
        for heading, cells in rows
    }


def test_numbers_are_shown_with_floors_and_the_nearest_pairs_as_pictures() -> None:
    found = measure_fidelity(real=people(40, 3, seed=0), synthetic=people(40, 3, seed=1, wide=0.2))
    shown = section(found)
    body = str(shown.body)
    rows = rows_of(body)
    assert found.novelty
    recall = found.metrics["recall"]
    number = rf"{100 * recall.estimate.value:.1f} %\s+\[\d+\.\d, \d+\.\d\]"
    assert re.fullmatch(number, rows["Recall"][0])
    assert rows["Recall"][1] == f"{100 * recall.floor:.1f} %"
    for heading in (
        "Fréchet distance",
        "Kernel distance",
        "Density",
        "Similarity to the nearest",
        "Vendi score, difference",
    ):
        assert re.fullmatch(r"−?\d\.\d+\s+\[−?\d\.\d+, −?\d\.\d+\]", rows[heading][0]), heading
        assert re.fullmatch(r"\d\.\d+", rows[heading][1]), heading
    finding = re.search(r'class="finding">(.*?)</p>', body, flags=re.DOTALL)
    assert finding
    assert f"{100 * recall.estimate.value:.0f} % of the\nimages of ours" in finding[1]
    assert body.count("<img") == 2 * len(found.novelty.closest) > 0
    first = found.novelty.closest[0]
    assert f"s{first.synthetic}</span>" in body
    assert f"{first.similarity:.3f}" in body
    assert "<theirs>" not in re.sub(r'<div role="img".*?</script>', "", body, flags=re.DOTALL)
    assert len(shown.figures[0].lines) == 2
    assert shown.figures[0].to_html()


def test_what_can_not_be_had_has_a_dash_and_a_reason() -> None:
    found = measure_fidelity(real=people(1, 4, seed=0), synthetic=people(3, 2, seed=1))
    shown = section(found)
    rows = rows_of(str(shown.body))
    for heading in ("Kernel distance", "Recall", "Density"):
        assert rows[heading][:2] == ["–", "–"]
    assert rows["Fréchet distance"][1] == "–"
    assert any("Kernel distance" in reason and "need 2 people in each set" in reason for reason in found.missing)
    text = html.unescape(str(shown.body))
    assert not [reason for reason in found.missing if reason not in text]
    assert section(measure_fidelity(real=people(1, 1, seed=0), synthetic=people(3, 2, seed=1))).figures == ()


def test_real_images_of_one_person_have_no_curve_of_others() -> None:
    found = measure_fidelity(real=people(1, 9, seed=0), synthetic=people(9, 2, seed=1))
    assert len(section(found).figures[0].lines) == 1
    assert found.novelty
    assert section(replace(found, novelty=None)).figures == ()


def test_the_page_says_how_far_neighborhoods_reach_and_whose_people_are_unknown() -> None:
    real, synthetic = people(20, 3, seed=0), people(20, 3, seed=1)
    body = str(section(measure_fidelity(real=replace(real, unknown=4), synthetic=synthetic)).body)
    assert "5th nearest other\nperson of its set" in body
    assert "4 images of ours have no identity; each counts as a separate person." in body
    published = str(section(measure_fidelity(real=real, synthetic=synthetic, reach="images")).body)
    assert "image of its set, as published" in published
    assert "the person is unknown" not in published


def test_every_metric_has_a_row() -> None:
    rows = rows_of(str(section(measure_fidelity(real=people(20, 3, seed=0), synthetic=people(20, 3, seed=1))).body))
    assert [metric.card.label for metric in known_metrics()] == list(rows)
