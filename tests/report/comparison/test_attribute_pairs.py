import re

import numpy as np
import pytest
from tests.labels import labeled, random_set

from facegap.compare.attribute_pairs.comparison import PairComparison, compare_pairs
from facegap.report.comparison.attribute_pairs import attribute_pairs_section
from facegap.report.figures.signed_matrix import SignedMatrix

HOSTILE = "<script>$x$</script>"
SHARES = {"Male": 0.5, "Bald": 0.3, "Young": 0.6, HOSTILE: 0.4}


def compared(link: float) -> PairComparison:
    """The hostile attribute follows ``Bald`` on some of the synthetic images."""
    real, synthetic = (random_set(SHARES, people=300, images=2, alike=0.3, seed=seed) for seed in (0, 1))
    same = np.random.default_rng(2).random(600) < link
    synthetic.labels[same, 3] = synthetic.labels[same, 1]
    return compare_pairs(real=real, synthetic=synthetic)


def test_the_pair_that_differs_comes_first_and_what_is_not_clear_is_gray() -> None:
    section = attribute_pairs_section(compared(0.6), real="ours", synthetic="theirs")
    rows = re.findall(r"<tr( class=\"unclear\")?><th>(.*?)</th>", section.body)[1:]
    assert rows[0] == ("", "Bald, &lt;script&gt;$x$&lt;/script&gt;")
    assert [bool(gray) for gray, _ in rows] == [False] + [True] * 5
    assert "1 of 6 pairs of attributes is correlated clearly differently" in section.body
    assert "<script>$" not in section.body
    assert "Left out" not in section.body


def test_all_differences_are_below_the_diagonal_and_clear_ones_above() -> None:
    found = compared(0.6)
    (figure,) = attribute_pairs_section(found, real="ours", synthetic="theirs").figures
    assert isinstance(figure, SignedMatrix)
    cells = np.array(figure.cells, dtype=float)
    assert sorted(figure.names) == sorted(SHARES)
    assert np.isnan(np.diag(cells)).all()
    below = cells[np.tril_indices(4, -1)]
    assert sorted(below) == pytest.approx(sorted(pair.phi.value for pair in found.compared))
    assert sorted(cells[np.triu_indices(4, 1)]) == pytest.approx([0] * 5 + [max(below)])
    first, second = figure.names.index("Bald"), figure.names.index(HOSTILE)
    assert abs(first - second) == 1
    assert "difference +" in figure.texts[first][second]
    assert sum("not clear" in text for row in figure.texts for text in row) == 5


def test_the_matrix_is_drawn_with_names_as_they_are() -> None:
    (figure,) = attribute_pairs_section(compared(0.6), real="a<b>", synthetic="$y$").figures
    assert "<script>$" not in figure.to_html()


@pytest.mark.parametrize("cells", [((None, None), (None, None)), ((None, 0.0), (0.0, None))])
def test_a_matrix_of_nothing_is_drawn(cells: tuple[tuple[float | None, ...], ...]) -> None:
    figure = SignedMatrix("m", "nothing", "difference", ("a", "b"), cells, (("", ""), ("", "")))
    assert figure.limit == 1
    assert figure.to_svg()


def test_nothing_that_can_be_compared_is_said() -> None:
    constant = labeled({"a": [1, 1, 1], "b": [1, -1, 1]}, range(3))
    section = attribute_pairs_section(compare_pairs(real=constant, synthetic=constant), real="ours", synthetic="theirs")
    assert section.figures == ()
    assert "No two attributes can be compared." in section.body
    assert "Left out: 1 pair," in section.body


def test_no_difference_is_said() -> None:
    assert (
        "None of 6 pairs of attributes is correlated clearly differently"
        in attribute_pairs_section(compared(0), real="a", synthetic="b").body
    )
