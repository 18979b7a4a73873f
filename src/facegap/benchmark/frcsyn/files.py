"""The files of the FRCSyn challenge: comparisons, and the submissions that answer them.

Melzi et al., FRCSyn Challenge at WACV 2024; DeAndres-Tame et al., second edition at CVPR 2024. Participants get files
of comparisons, decide each at a threshold of their own, and hand in a score and a decision for each; the labels stay
with the organizers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array
from facegap.base.errors import BenchmarkError
from facegap.benchmark.lists import damaged, read_lines
from facegap.faceset.formats.index import is_safe

NO_SCORE = -1.0
"""The score of a pair of which an image has no embedding (ours), since a file needs a number; decided as non-mated."""


@dataclass(frozen=True)
class ListedComparison:
    """One line of a comparison file, ``image1;image2`` with, where one has them, ``;label`` and ``;group``.

    Attributes:
        first: The name of an image below the folder of its data set.
        second: The name of the image that it is compared with.
        mated: Whether both show one person; None where the file doesn't say.
        group: The demographic group; None where the file doesn't say.
    """

    first: str
    second: str
    mated: bool | None
    group: str | None


@dataclass(frozen=True)
class Submission:
    """What a participant hands in for one comparison file.

    Attributes:
        scores: float64 (pairs,), the score of each pair.
        decisions: bool (pairs,), true where the pair was decided to be mated.
    """

    scores: Float64Array
    decisions: BoolArray


def read_comparisons(path: Path) -> list[ListedComparison]:
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
        comparisons.append(ListedComparison(first, second, mated, group))
    return _with_labels_beside(comparisons, path)


def _with_labels_beside(comparisons: list[ListedComparison], path: Path) -> list[ListedComparison]:
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
        labeled.append(ListedComparison(comparison.first, comparison.second, mated, group))
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
        path: The path of the file.
        pairs: How many comparisons it must answer.

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
