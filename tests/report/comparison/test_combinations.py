import re
from dataclasses import replace

import numpy as np
from tests.labels import labeled, random_set

from facegap.compare.combinations import MissingCombinations, missing_combinations
from facegap.report.comparison.combinations import combinations_section
from facegap.report.page.images import Example

HOSTILE = "<script>x</script>"


def found() -> tuple[MissingCombinations, MissingCombinations]:
    """Hats never go with the hostile attribute in the synthetic set."""
    shares = {"hat": 0.4, HOSTILE: 0.5, "pale": 0.3}
    real, synthetic = (random_set(shares, people=500, images=2, alike=0.3, seed=seed) for seed in (0, 1))
    synthetic.labels[(synthetic.labels[:, 0] == 1) & (synthetic.labels[:, 1] == 1), 1] = -1
    return (
        missing_combinations(shown_by=real, lacking_in=synthetic),
        missing_combinations(shown_by=synthetic, lacking_in=real),
    )


def pictures(name: str, given: MissingCombinations) -> dict[tuple[str, int], Example]:
    return {(name, row): Example(f"{name}-{row}", None, np.zeros((8, 8, 3), dtype=np.uint8)) for row in given.rows}


def test_each_half_has_its_combinations_with_shares_and_pictures() -> None:
    lacking, added = found()
    examples = pictures("ours", lacking) | pictures("theirs", added)
    body = combinations_section(lacking, added, real="ours", synthetic="theirs", examples=examples).body
    first, second = re.split(r"<h3>", body)[1:]
    assert re.search(r"ours</span> shows and .*theirs</span> lacks", first)
    assert re.search(r"theirs</span> shows and .*ours</span> lacks", second)
    assert "hat, &lt;script&gt;x" in first
    assert "<script" not in body
    assert re.findall(r'alt="(ours-\d+)"', first) == [f"ours-{row}" for row in lacking.combinations[0].examples]
    assert "<small>0 images</small>" in first
    assert "Nothing was found with certainty among 26 combinations" in second
    assert "Searched were" not in body


def test_more_than_are_shown_and_a_part_that_was_searched_are_said() -> None:
    lacking, added = found()
    more = replace(lacking, count=1234, images_searched=(500, 1000))
    body = combinations_section(more, added, real="a", synthetic="b", examples=pictures("a", lacking)).body
    assert "1,234 combinations were found" in body
    assert re.search(r"The search used 500 of 1,000 and\s+1,000 of 1,000 images", body)


def test_nothing_at_all() -> None:
    few = labeled({"a": [1, -1]}, [0, 1])
    nothing = missing_combinations(shown_by=few, lacking_in=few)
    body = combinations_section(nothing, nothing, real="a", synthetic="b", examples={}).body
    assert body.count("Nothing was found with certainty") == 2
