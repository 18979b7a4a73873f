"""The FRCSyn challenge: its comparison and submission files, and how it ranks.

Melzi et al., FRCSyn Challenge at WACV 2024; DeAndres-Tame et al., second edition at CVPR 2024. Participants get files
of comparisons, decide each at a threshold of their own, and hand in a score and a decision for each; the labels stay
with the organizers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array, ObjectArray
from facegap.base.errors import BenchmarkError
from facegap.benchmark.lists import damaged, read_lines
from facegap.faceset.formats.index import is_safe


@dataclass(frozen=True)
class Comparison:
    """One line of a comparison file, ``image1;image2`` with, where one has them, ``;label`` and ``;group``.

    Attributes:
        first: name of an image below the folder of its data set.
        second: likewise.
        mated: whether both show one person; None where the file doesn't say.
        group: the demographic group; None where the file doesn't say.
    """

    first: str
    second: str
    mated: bool | None
    group: str | None


@dataclass(frozen=True)
class Submission:
    """What a participant hands in for one comparison file.

    Attributes:
        scores: float64 (pairs,).
        decisions: bool (pairs,), true where the pair was taken for mated.
    """

    scores: Float64Array
    decisions: BoolArray


@dataclass(frozen=True)
class Standing:
    """Accuracies of several groups or data sets in one figure each, in the unit that they were given in.

    Attributes:
        average: AVG, their mean; what ranks task 2, over data sets.
        deviation: SD, their standard deviation (divided by their number, not by one less).
        trade_off: TO = AVG − SD; what ranks task 1, over demographic groups.
    """

    average: float
    deviation: float
    trade_off: float


def read_comparisons(path: Path) -> list[Comparison]:
    """Read a comparison file; labels and groups may also stand in ``<set>_labels.txt`` beside ``<set>_comparison.txt``.

    Raises:
        BenchmarkError: a file can't be read, has a damaged line or a name that leads out of the data set's folder, or
            there are more or fewer labels than comparisons.
    """
    comparisons = []
    for number, line in read_lines(path):
        fields = [field.strip() for field in line.split(";")]
        if len(fields) not in (2, 3, 4) or not fields[0] or not fields[1]:
            raise damaged(path, number, line, "image1;image2, then label and group if they are known")
        mated, group = _label(fields[2:], path, number)
        # Some lists were written on Windows.
        first, second = (field.replace("\\", "/") for field in fields[:2])
        if not (is_safe(first) and is_safe(second)):
            raise damaged(path, number, line, "images by their names below the data set's folder, without '..'")
        comparisons.append(Comparison(first, second, mated, group))
    return _with_labels_beside(comparisons, path)


def _with_labels_beside(comparisons: list[Comparison], path: Path) -> list[Comparison]:
    labels = path.with_name(f"{path.stem.removesuffix('_comparison')}_labels.txt")
    if not labels.is_file():
        return comparisons
    lines = read_lines(labels)
    if len(lines) != len(comparisons):
        msg = (
            f"{labels}: {len(lines):,} labels for the {len(comparisons):,} comparisons of {path}; one a line is needed"
        )
        raise BenchmarkError(msg)
    labeled = []
    for (number, line), comparison in zip(lines, comparisons, strict=True):
        mated, group = _label([field.strip() for field in line.split(";")], labels, number)
        labeled.append(Comparison(comparison.first, comparison.second, mated, group))
    return labeled


def _label(fields: Sequence[str], path: Path, number: int) -> tuple[bool | None, str | None]:
    if not fields:
        return None, None
    if fields[0] not in ("0", "1") or len(fields) > 2:
        raise damaged(path, number, ";".join(fields), "the label 1 (mated) or 0, then the group if it is known")
    return fields[0] == "1", (fields[1] if len(fields) == 2 else "") or None


def read_submission(path: Path, *, pairs: int) -> Submission:
    """Read a submission: ``score,decision`` a line, the decision 0 or 1, in the order of the comparison file.

    Args:
        path: of the file.
        pairs: how many comparisons it must answer.

    Raises:
        BenchmarkError: a line has other fields, a score isn't a finite number, or there are too few or too many lines.
    """
    scores, decisions = [], []
    for number, line in read_lines(path, skip_blank=False):
        fields = line.split(",")
        if len(fields) != 2 or fields[1].strip() not in ("0", "1"):
            raise damaged(path, number, line, "score,decision with the decision 0 or 1")
        score = _number(fields[0])
        if not math.isfinite(score):
            raise damaged(path, number, line, "a finite number as the score")
        scores.append(score)
        decisions.append(fields[1].strip() == "1")
    if len(scores) != pairs:
        kind = "missing" if len(scores) < pairs else "too many"
        msg = (
            f"{path}: {len(scores):,} lines for {pairs:,} comparisons, {abs(pairs - len(scores)):,} {kind}; "
            "each comparison needs one line, in the order of the comparison file"
        )
        raise BenchmarkError(msg)
    return Submission(np.array(scores, dtype=np.float64), np.array(decisions, dtype=np.bool_))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def write_submission(path: Path, submission: Submission) -> None:
    """Write ``score,decision`` a line, the score with as many digits as a float64 has.

    Raises:
        BenchmarkError: a score isn't finite; nothing is written.
    """
    bad = np.flatnonzero(~np.isfinite(submission.scores))
    if len(bad):
        msg = f"{path}: comparison {bad[0] + 1} has no finite score ({len(bad):,} have none); nothing was written"
        raise BenchmarkError(msg)
    lines = zip(submission.scores.tolist(), submission.decisions.tolist(), strict=True)
    path.write_text("".join(f"{score!r},{int(decision)}\n" for score, decision in lines), encoding="utf-8")


def accuracies(
    decisions: BoolArray,
    *,
    mated: BoolArray,
    groups: ObjectArray | None = None,
) -> dict[str, float]:
    """Share of right decisions in each group, 0 to 1; without groups, of all pairs under ``"all"``.

    Args:
        decisions: bool (pairs,).
        mated: bool (pairs,).
        groups: object (pairs,), names; a pair without one is in no group.
    """
    right = decisions == mated
    if groups is None:
        return {"all": float(right.mean())}
    names = sorted({group for group in groups if group is not None})
    return {name: float(right[groups == name].mean()) for name in names}


def standing(accuracy: Sequence[float]) -> Standing:
    """AVG, SD and TO of the accuracies of demographic groups, or AVG of those of data sets.

    Raises:
        ValueError: there is none.
    """
    if len(accuracy) == 0:
        msg = "no accuracies to average"
        raise ValueError(msg)
    average, deviation = float(np.mean(accuracy)), float(np.std(accuracy))
    return Standing(average, deviation, trade_off(average=average, deviation=deviation))


def trade_off(*, average: float, deviation: float) -> float:
    """TO = AVG − SD, in the unit of both."""
    return average - deviation


def gap(*, real: float, synthetic: float) -> float:
    """GAP = (REAL − SYN) / SYN in per cent: by how much real training data are better; negative where they are worse.

    Args:
        real: accuracy of a recognizer trained with real data; in any unit.
        synthetic: accuracy of one trained with synthetic data, in the same.

    Raises:
        ValueError: ``synthetic`` isn't positive.
    """
    if synthetic <= 0:
        msg = f"the accuracy with synthetic data must be positive, not {synthetic}"
        raise ValueError(msg)
    return 100 * (real - synthetic) / synthetic
