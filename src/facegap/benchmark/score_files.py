"""Files of scores that were computed elsewhere: a line for each pair, and FRCSyn submissions."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.benchmark.frcsyn.files import NO_SCORE, read_comparisons, read_submission
from facegap.benchmark.protocol import Verification
from facegap.benchmark.references import PeopleFrom
from facegap.matching import join_linked

_NEEDED = ("score", "mated")
_KNOWN = (*_NEEDED, "image1", "image2", "person1", "person2", "fold", "group")
_MATED = {"1": True, "true": True, "0": False, "false": False}
_NONE = ("", "nan")
"""What stands for a score that there isn't."""


@dataclass(frozen=True)
class ScoredPairs:
    """Scores that were computed elsewhere.

    Attributes:
        task: The pairs; rows are images where the file names any, else people, else each pair has its own.
        scores: float64 (pairs,), higher is more alike; NaN where there is none.
        people: int64 (rows,), a number for each person, one of its own for each that isn't known; None where nobody is.
        people_from: How people are known; None where they aren't.
        header: Whether a header says what the columns are; without one, ones and zeros might be decisions.
    """

    task: Verification
    scores: Float64Array
    people: Int64Array | None
    people_from: PeopleFrom | None
    header: bool


def read_scored_pairs(path: Path, *, comparisons: Path | None = None) -> ScoredPairs:
    """Read a CSV file of scores, or a submission to FRCSyn with its comparisons.

    The CSV file has a header with ``score`` and ``mated`` (1 or 0, true or false) and, where they are known,
    ``image1``, ``image2``, ``person1``, ``person2``, ``fold`` and ``group``; other columns are passed over. Without a
    header it has two columns, score and mated. An empty score, or ``nan``, is that of a pair that couldn't be compared.

    Args:
        path: The file of scores; with ``comparisons`` a submission, ``score,decision`` a line, whose decisions aren't
            looked at. There the score −1 stands for none, as ``write_submissions`` has it.
        comparisons: FRCSyn's comparison file with labels.

    Raises:
        BenchmarkError: a file can't be read, a line is damaged, columns or labels are missing, or people contradict one
            another or the labels.
    """
    return _read_csv(path) if comparisons is None else _read_submission(path, comparisons)


def _read_submission(path: Path, comparisons: Path) -> ScoredPairs:
    listed = read_comparisons(comparisons)
    unlabeled = [number for number, each in enumerate(listed, start=1) if each.mated is None]
    if unlabeled:
        msg = (
            f"{comparisons}: comparison {unlabeled[0]} has no label; the organizers have them: write ;1 or ;0 behind it"
        )
        raise BenchmarkError(msg)
    scores = read_submission(path, pairs=len(listed)).scores
    lines = [
        _Line(
            number,
            math.nan if score == NO_SCORE else float(score),
            mated=bool(each.mated),
            images=(each.first, each.second),
            group=each.group,
        )
        for number, (each, score) in enumerate(zip(listed, scores.tolist(), strict=True), start=1)
    ]
    return _gather(path, lines, header=True)


@dataclass(frozen=True)
class _Line:
    """One pair; empty texts for what isn't known."""

    number: int
    score: float
    mated: bool
    images: tuple[str, str] = ("", "")
    people: tuple[str, str] = ("", "")
    fold: int | None = None
    group: str | None = None


def _read_csv(path: Path) -> ScoredPairs:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [(number, row) for number, row in enumerate(csv.reader(file), start=1) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        msg = f"{path}: cannot be read as CSV: {error}"
        raise BenchmarkError(msg) from error
    if not rows:
        msg = f"{path}: the file is empty"
        raise BenchmarkError(msg)
    first = [field.strip() for field in rows[0][1]]
    header = not _is_score(first[0]) and not (first[0].lower() in _NONE and len(first) == 2)
    if header:
        _check_header(path, first)
        rows = rows[1:]
    columns = first if header else list(_NEEDED)
    lines = [_line(path, number, _fields(path, number, row, columns)) for number, row in rows]
    if not lines:
        msg = f"{path}: there is no line below the header"
        raise BenchmarkError(msg)
    return _gather(path, lines, header=header)


def _check_header(path: Path, names: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in names]
    if not missing:
        twice = [name for name in _KNOWN if names.count(name) > 1]
        if twice:
            msg = f"{path}: the column {twice[0]} is there twice; leave one of them"
            raise BenchmarkError(msg)
        return
    for separator, called in ((";", "semicolons"), ("\t", "tabs"), (" ", "spaces")):
        if len(names) == 1 and separator in names[0]:
            msg = f"{path}, line 1: {names[0]!r} is separated by {called}; separate columns by commas, as in 0.31,1"
            raise BenchmarkError(msg)
    msg = (
        f"{path}: has no column {' or '.join(missing)}; its columns are {', '.join(names)}. Write a header with score "
        "and mated, or no header and two columns, a score and 1 or 0, as in 0.31,1"
    )
    raise BenchmarkError(msg)


def _fields(path: Path, number: int, row: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    if len(row) != len(columns):
        raise _damaged(
            path, number, f"{len(row)} fields ({','.join(row)}); expected {len(columns)}: {','.join(columns)}"
        )
    return {name: field.strip() for name, field in zip(columns, row, strict=True) if name in _KNOWN}


def _line(path: Path, number: int, fields: dict[str, str]) -> _Line:
    score, mated, fold = fields["score"], fields["mated"].lower(), fields.get("fold")
    if score.lower() not in _NONE and not _is_score(score):
        raise _damaged(path, number, f"score is {score!r}; it must be a finite number, or empty where there is none")
    if mated not in _MATED:
        raise _damaged(path, number, f"mated is {fields['mated']!r}; it must be 1 or 0")
    if fold is not None and not fold.isdecimal():
        raise _damaged(path, number, f"fold is {fold!r}; it must be a whole number")
    images, people = ((fields.get(f"{kind}1", ""), fields.get(f"{kind}2", "")) for kind in ("image", "person"))
    return _Line(
        number,
        math.nan if score.lower() in _NONE else float(score),
        mated=_MATED[mated],
        images=images,
        people=people,
        fold=None if fold is None else int(fold),
        group=fields.get("group") or None,
    )


def _gather(path: Path, lines: Sequence[_Line], *, header: bool) -> ScoredPairs:
    rows, person_of = _rows(path, lines)
    numbers = {person: number for number, person in enumerate(dict.fromkeys(filter(None, person_of)))}
    own = iter(range(len(numbers), len(numbers) + len(person_of)))
    people = np.array([numbers[person] if person else next(own) for person in person_of], dtype=np.int64)
    mated = np.array([line.mated for line in lines], dtype=np.bool_)
    people_from: PeopleFrom | None = "names"
    if not all(person_of):
        people = join_linked(people, first=rows[mated, 0], second=rows[mated, 1])
        people_from = "names and mated pairs" if numbers else "mated pairs"
    if not numbers and not any(name for line in lines for name in line.images):
        people_from = None
    groups = [line.group for line in lines]
    task = Verification(
        path.stem,
        rows[:, 0].copy(),
        rows[:, 1].copy(),
        mated,
        _folds([line.fold for line in lines]),
        np.array(groups, dtype=np.object_) if any(groups) else None,
    )
    scores = np.array([line.score for line in lines], dtype=np.float64)
    return ScoredPairs(task, scores, people if people_from else None, people_from, header)


def _rows(path: Path, lines: Sequence[_Line]) -> tuple[Int64Array, list[str]]:
    """The rows of both sides of each pair, int64 (pairs, 2), and the person of each row, empty where unknown."""
    row_of: dict[tuple[str, str | int], int] = {}
    person_of: list[str] = []
    rows = np.empty((len(lines), 2), dtype=np.int64)
    for place, line in enumerate(lines):
        for side, (image, person) in enumerate(zip(line.images, line.people, strict=True)):
            key: tuple[str, str | int] = (
                ("image", image) if image else ("person", person) if person else ("", 2 * place + side)
            )
            row = row_of.setdefault(key, len(row_of))
            rows[place, side] = row
            if row == len(person_of):
                person_of.append(person)
            elif person and person_of[row] and person != person_of[row]:
                raise _damaged(path, line.number, f"{image!r} is of {person!r} here and of {person_of[row]!r} before")
            person_of[row] = person_of[row] or person
        first, second = line.people
        if first and second and line.mated != (first == second):
            raise _damaged(
                path, line.number, f"mated is {int(line.mated)}, but the images are of {first!r} and {second!r}"
            )
    return rows, person_of


def _folds(folds: Sequence[int | None]) -> Int64Array | None:
    """From 0 and without gaps."""
    known = [fold for fold in folds if fold is not None]
    return np.unique(known, return_inverse=True)[1].astype(np.int64) if len(known) == len(folds) else None


def _is_score(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _damaged(path: Path, number: int, problem: str) -> BenchmarkError:
    return BenchmarkError(f"{path}, line {number}: {problem}")
