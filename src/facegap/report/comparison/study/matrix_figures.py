"""Every two of several sets as heat maps, with two halves of a set on the diagonal."""

from collections.abc import Callable

from facegap.compare import Comparisons, MatrixCell
from facegap.compare.joint import Divergence
from facegap.report.comparison.divergence_sentences import DOUBTS
from facegap.report.figures.set_matrix import SetMatrix, SetMatrixCell
from facegap.report.numbers import estimate

Shown = tuple[float | None, str, str]
"""What a cell's color is of, what is written in it, and what is said under the pointer."""

_NOTHING: Shown = (None, "–", "–")


def believed_matrix(result: Comparisons) -> SetMatrix:
    """KL(P‖Q) in nats, as the range of the estimators that are to be believed."""
    return _matrix(
        result,
        name="matrix-kl",
        label="KL(P‖Q), nats per face: range of the estimators that are to be believed",
        show=_believed,
    )


def estimator_matrix(result: Comparisons, estimator: str, number: int) -> SetMatrix:
    """KL(P‖Q) in nats by one estimator; what isn't to be believed is in brackets.

    Args:
        result: of three sets or more.
        estimator: its name.
        number: of the figure, from 1.
    """
    return _matrix(
        result,
        name=f"matrix-kl-{number}",
        label=f"KL(P‖Q), nats per face ({estimator})",
        show=lambda cell: _divergence(cell.divergences[estimator]),
    )


def different_matrix(result: Comparisons) -> SetMatrix:
    """How many attributes differ clearly."""

    def show(cell: MatrixCell) -> Shown:
        count = cell.different
        return _NOTHING if count is None else (count, str(count), str(count))

    return _matrix(result, name="matrix-different", label="Attributes that differ clearly", show=show)


def frechet_matrix(result: Comparisons) -> SetMatrix:
    """The Fréchet distance of the embeddings."""

    def show(cell: MatrixCell) -> Shown:
        if cell.frechet is None:
            return _NOTHING
        number = cell.frechet.estimate
        return number.value, _signed(f"{number.value:.2f}"), estimate(number, places=3)

    return _matrix(result, name="matrix-frechet", label=f"Fréchet distance ({result.embedding})", show=show)


def _matrix(result: Comparisons, *, name: str, label: str, show: Callable[[MatrixCell], Shown]) -> SetMatrix:
    names = tuple(described.name for described in result.sets)
    cells = {(cell.p, cell.q): show(cell) for cell in (*result.matrix, *result.halves)}

    def cell_of(p: str, q: str) -> SetMatrixCell:
        value, text, said = cells.get((p, q), _NOTHING)
        which = f"{p}: two halves of its people" if p == q else f"{p} ‖ {q}"
        return SetMatrixCell(value, text, f"{which}: {said}")

    return SetMatrix(
        name=name,
        alt=f"{label}, of each set, down, against each other, across; on the diagonal between two halves of a set",
        label=label,
        names=names,
        cells=tuple(tuple(cell_of(p, q) for q in names) for p in names),
    )


def _believed(cell: MatrixCell) -> Shown:
    believed = cell.believed
    if believed is None:
        return _NOTHING
    if believed.range is None:
        if believed.within_noise:
            return 0.0, "noise", "no estimator finds more than chance"
        if believed.at_least is not None:
            least = believed.at_least
            return (
                least,
                f"≥ {least:.1f}",
                f"at least {least:.2f} nats, by a lower bound; no estimator is to be believed",
            )
        return None, "?", "no estimator is to be believed"
    low, high = believed.range
    text = f"{low:.1f}" if f"{low:.1f}" == f"{high:.1f}" else f"{low:.1f} to {high:.1f}"
    text = f"≥ {text}" if believed.bound else text
    said = f"{low:.2f} to {high:.2f} nats by {', '.join(believed.believed)}{', lower bounds' if believed.bound else ''}"
    return (low + high) / 2, _signed(text), _signed(said)


def _divergence(way: Divergence) -> Shown:
    nats = way.value
    if not nats.known:
        return _NOTHING
    number = _signed(f"{nats.value:.2f}")
    doubt = f"; not to be believed: {DOUBTS[way.doubt]}" if way.doubt else ""
    return nats.value, f"({number})" if way.doubt else number, f"{estimate(nats, places=2)}{doubt}"


def _signed(text: str) -> str:
    return text.replace("-", "−")
