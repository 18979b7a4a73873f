"""FRCSyn submissions from a recognizer's embeddings."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facegap.base.errors import BenchmarkError
from facegap.benchmark.frcsyn.files import NO_SCORE, Submission, write_submission
from facegap.benchmark.matched_faces import MatchedFaces
from facegap.benchmark.protocol import Verification
from facegap.benchmark.protocols.frcsyn import Frcsyn
from facegap.benchmark.verification import pair_scores
from facegap.faceset import FaceSet


@dataclass(frozen=True)
class WrittenSubmission:
    """A submission that was written.

    Attributes:
        path: The path of the file.
        pairs: The number of comparisons that it answers.
        without_score: The number of those that got ``NO_SCORE``, since an image has no embedding.
        mated: The number of those that were decided as mated.
    """

    path: Path
    pairs: int
    without_score: int
    mated: int


def write_submissions(
    protocol: Frcsyn, faces: FaceSet | MatchedFaces, *, layer: str, threshold: float, folder: Path
) -> list[WrittenSubmission]:
    """Answer each comparison file by ``<task>.txt`` in a folder.

    Args:
        protocol: The comparison files; labels aren't needed.
        faces: The images of ``protocol.reader()``, in their order, or where they are in another set.
        layer: The name of the embeddings.
        threshold: A score at or above it is decided as mated.
        folder: The folder to write to, made if need be; it must not hold a file of the same name.

    Raises:
        BenchmarkError: a file is there already; nothing was written.
    """
    paths = [folder / f"{file.task}.txt" for file in protocol.files]
    for path in paths:
        if path.exists():
            msg = f"{path} exists; nothing was written. Name another folder"
            raise BenchmarkError(msg)
    folder.mkdir(parents=True, exist_ok=True)
    embeddings, valid = faces.embeddings(layer)
    written = []
    for file, path in zip(protocol.files, paths, strict=True):
        first, second = protocol.rows(file)
        unlabeled = Verification(file.task, first, second, np.zeros(len(first), dtype=np.bool_))
        scores = pair_scores(embeddings, unlabeled, valid=valid).astype(np.float64)
        unknown = np.isnan(scores)
        answer = Submission(np.where(unknown, NO_SCORE, scores), ~unknown & (scores >= threshold))
        write_submission(path, answer)
        written.append(WrittenSubmission(path, len(first), int(unknown.sum()), int(answer.decisions.sum())))
    return written
