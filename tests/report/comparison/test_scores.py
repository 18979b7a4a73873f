import re

from tests.compared import compared, embedded, in_memory

from facegap.matching import EmbeddedSet
from facegap.report.comparison.scores import scores_section


def rows_of(real: EmbeddedSet, synthetic: EmbeddedSet) -> tuple[dict[str, list[str]], str]:
    """The cells of each row by its heading, without tags, and the text of the section."""
    comparison = compared(in_memory("ours", vectors=real), in_memory("theirs", vectors=synthetic)).pairs[0]
    assert comparison.embeddings
    body = str(scores_section(comparison, comparison.embeddings.scores, embedding="net").body)
    rows = re.findall(r"<tr>\s*<th>(.+?)</th>(.*?)</tr>", body, flags=re.DOTALL)
    return {
        heading: [re.sub(r"<.+?>", " ", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", cells)]
        for heading, cells in rows
    }, body


def test_rates_and_divergences_are_shown_with_their_floors() -> None:
    rows, body = rows_of(embedded(50, 4, seed=0), embedded(50, 4, seed=1))
    for heading in ("Equal error rate", "FNMR at an FMR of 1 %", "FNMR at an FMR of 0.1 %"):
        assert all(re.fullmatch(r"\d+\.\d\d % \[.+\]", cell) for cell in rows[heading]), heading
    for heading in ("Wasserstein distance", "Jensen–Shannon divergence", "KL(ours‖theirs)", "KL(theirs‖ours)"):
        assert len(rows[heading]) == 4
        assert re.fullmatch(r"\d\.\d{3}\s+\[.+\]", rows[heading][0])
        assert all(re.fullmatch(r"0\.\d{3}|&lt; 0\.001", floor) for floor in rows[heading][1::2]), heading
    assert "no such comparison" not in body


def test_what_can_not_be_known_has_a_dash_that_is_explained() -> None:
    rows, body = rows_of(embedded(50, 4, seed=0), embedded(9, 1, seed=1))
    assert rows["Wasserstein distance"][:2] == ["–", "–"]
    assert rows["Wasserstein distance"][2] != "–"
    assert rows["FNMR at an FMR of 1 %"][1] == "–"
    assert "one of the sets has no such comparison" in body
