"""Several sets: what they are, and how far every two of them are apart, both ways round."""

from collections.abc import Callable, Sequence

from facegap.compare import Comparisons, MatrixCell
from facegap.compare.gate import Check
from facegap.estimates import Doubt, Estimate
from facegap.report.comparison.divergence_sentences import DOUBTS
from facegap.report.comparison.overview import findings
from facegap.report.comparison.study.shown import set_marks
from facegap.report.comparison.study.tables import matrix_table
from facegap.report.figures.set_matrix import SetMatrix
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
        pairs=[(pair, place, findings(pair)[:1]) for pair, place in zip(result.pairs, places, strict=True)],
    )
    return Section("sets", "Sets", body)


def matrix_section(result: Comparisons) -> Section:
    """Every two sets both ways round, and two halves of each set that stands for no difference, as heat maps."""
    estimators = tuple(result.matrix[0].divergences)
    divergences = [_divergences(result, name, number) for number, name in enumerate(estimators)]
    others = [*([_different(result)] if result.labels else []), *([_frechet(result)] if result.embedding else [])]
    body = fill_template(
        "comparison/study/matrix.html",
        result=result,
        divergences=divergences,
        others=others,
        table=matrix_table(result),
        halves=[cell.p for cell in result.halves],
    )
    return Section("matrix", "Divergence matrix: all pairs of sets", body, (*divergences, *others))


def _divergences(result: Comparisons, estimator: str, number: int) -> SetMatrix:
    return _matrix(
        result,
        name=f"matrix-kl-{number + 1}",
        label=f"KL(P‖Q), nats per face ({estimator})",
        places=2,
        value=lambda cell: cell.divergences[estimator].value,
        doubt=lambda cell: cell.divergences[estimator].doubt,
    )


def _different(result: Comparisons) -> SetMatrix:
    def value(cell: MatrixCell) -> Estimate | None:
        return None if cell.different is None else Estimate(cell.different, float("nan"), float("nan"))

    return _matrix(result, name="matrix-different", label="attributes that differ clearly", places=0, value=value)


def _frechet(result: Comparisons) -> SetMatrix:
    return _matrix(
        result,
        name="matrix-frechet",
        label=f"Fréchet distance ({result.embedding})",
        places=2,
        value=lambda cell: cell.frechet.estimate if cell.frechet else None,
    )


def _matrix(
    result: Comparisons,
    *,
    name: str,
    label: str,
    places: int,
    value: Callable[[MatrixCell], Estimate | None],
    doubt: Callable[[MatrixCell], Doubt | None] | None = None,
) -> SetMatrix:
    names = tuple(described.name for described in result.sets)
    compared = (*result.matrix, *result.halves)
    cells = {(cell.p, cell.q): value(cell) for cell in compared}
    doubts = {(cell.p, cell.q): DOUBTS[why] for cell in compared if doubt and (why := doubt(cell))}
    return SetMatrix(
        name=name,
        alt=f"{label}, of each set, down, against each other, across; on the diagonal between two halves of a set",
        label=label,
        names=names,
        cells=tuple(tuple(cells.get((p, q)) for q in names) for p in names),
        places=places,
        doubts=tuple(tuple(doubts.get((p, q)) for q in names) for p in names),
    )
