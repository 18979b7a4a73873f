"""Combinations of attributes that one set shows and the other never or hardly does, with pictures."""

from collections.abc import Mapping

from facegap.compare.combinations import MissingCombinations
from facegap.report.page.images import Example
from facegap.report.page.section import Section, fill_template


def combinations_section(
    lacking: MissingCombinations,
    added: MissingCombinations,
    *,
    real: str,
    synthetic: str,
    examples: Mapping[tuple[str, int], Example],
) -> Section:
    """What the real set shows and the synthetic one lacks, and the reverse.

    Args:
        lacking: what the real set shows and the synthetic one lacks.
        added: what the synthetic set shows and the real one lacks.
        real: name of the real set.
        synthetic: of the synthetic one.
        examples: the pictures on ``lacking.rows`` of the real set and on ``added.rows`` of the synthetic one, by the
            set's name and the row.
    """
    halves = ((lacking, (real, "real"), (synthetic, "synthetic")), (added, (synthetic, "synthetic"), (real, "real")))
    body = fill_template("comparison/combinations.html", halves=halves, examples=examples)
    return Section("combinations", "Missing combinations of attributes", body)
