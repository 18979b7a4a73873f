"""Several sets: what they are, and how far every two of them are apart, both ways round."""

from collections.abc import Sequence

from facegap.compare import Comparisons
from facegap.compare.gate import Check
from facegap.report.comparison.overview import findings
from facegap.report.comparison.study.matrix_figures import (
    believed_matrix,
    different_matrix,
    estimator_matrix,
    frechet_matrix,
)
from facegap.report.comparison.study.shown import set_marks
from facegap.report.comparison.study.tables import matrix_table
from facegap.report.page.section import Section, fill_template


def sets_section(result: Comparisons, places: Sequence[str], *, checks: Sequence[Check] = ()) -> Section:
    """The verdicts of a gate, the sets, what was found first of each pair, and where the full report of each pair is.

    Args:
        result: of three sets or more.
        places: folders of those reports beside this one, in the order of the pairs.
        checks: the conditions under which the comparison fails, with their verdicts.
    """
    names = [described.name for described in result.sets]
    body = fill_template(
        "comparison/study/sets.html",
        sets=list(zip(result.sets, set_marks(names), strict=True)),
        notes=result.notes,
        checks=checks,
        pairs=[
            (pair, place, findings(pair, cautions=False)[:1]) for pair, place in zip(result.pairs, places, strict=True)
        ],
    )
    return Section("sets", "Sets", body)


def matrix_section(result: Comparisons) -> Section:
    """Every two sets both ways round, and two halves of each set that stands for no difference, as heat maps."""
    estimators = enumerate(result.matrix[0].divergences, start=1) if result.labels else ()
    by_estimator = [estimator_matrix(result, name, number) for number, name in estimators]
    compared = result.attributes.compared if result.attributes else ()
    validated = [each.name for each in compared if all(shares and shares.validated for shares in each.shares)]
    first = [believed_matrix(result), different_matrix(result)] if result.labels else []
    first += [frechet_matrix(result)] if result.embedding else []
    body = fill_template(
        "comparison/study/matrix.html",
        result=result,
        first=first,
        by_estimator=by_estimator,
        table=matrix_table(result),
        halves=[cell.p for cell in result.halves],
        validated=validated,
        used=len(validated) if len(validated) > 1 else len(compared),
    )
    return Section("matrix", "Divergence matrix: all pairs of sets", body, (*first, *by_estimator))
