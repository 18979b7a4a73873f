"""A protocol's answer: error rates of one or several recognizers on all its tasks, and whether they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.base.errors import BenchmarkError
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.fairness.pairs import TaskFairness, task_fairness
from facegap.benchmark.identification import IdentificationResult, evaluate_identification
from facegap.benchmark.matched_faces import MatchedFaces
from facegap.benchmark.protocol import Identification, Protocol, Task, Verification
from facegap.benchmark.references import PeopleFrom, References
from facegap.benchmark.verification import (
    PairedResult,
    VerificationResult,
    compare_recognizers,
    evaluate_verification,
    pair_scores,
)
from facegap.faceset import FaceSet


@dataclass(frozen=True)
class ModelResult(ShortRepr):
    """One recognizer on one protocol.

    Attributes:
        model: The name of the recognizer.
        missing: The number of images without an embedding, whose pairs are skipped.
        verifications: A result for each list of pairs.
        fairness: The fairness on each of these lists whose pairs have groups.
        identifications: A result for each gallery.
    """

    model: str
    missing: int
    verifications: tuple[VerificationResult, ...]
    fairness: tuple[TaskFairness, ...]
    identifications: tuple[IdentificationResult, ...]


@dataclass(frozen=True)
class ModelDifference:
    """Two recognizers on the same pairs.

    Attributes:
        first: The name of one recognizer.
        second: The name of the other; differences are second minus first.
        result: The paired test of the two.
    """

    first: str
    second: str
    result: PairedResult


@dataclass(frozen=True)
class ProtocolResult(ShortRepr):
    """All recognizers on one protocol.

    Attributes:
        protocol: What the protocol is called.
        images: The number of images that it names.
        face_set: The name of the face set that the faces are of; None where the images were imported for the protocol.
        lacking: The ids of those that the face set, where one was given, doesn't hold; they have no embedding.
        people_from: How people are known, over whom intervals are.
        models: The recognizers, in the order in which they were named.
        differences: The differences of each recognizer from the one before it, on each list of pairs.
    """

    protocol: str
    images: int
    face_set: str | None
    lacking: tuple[str, ...]
    people_from: PeopleFrom
    models: tuple[ModelResult, ...]
    differences: tuple[ModelDifference, ...]


def evaluate_protocol(
    protocol: Protocol,
    tasks: Sequence[Task],
    faces: FaceSet | MatchedFaces,
    *,
    layers: Mapping[str, str],
    seed: int = 0,
    name: str | None = None,
) -> ProtocolResult:
    """Answer all tasks of a protocol with each recognizer's embeddings.

    Args:
        protocol: The protocol whose tasks are answered.
        tasks: Its tasks, each with a name of its own.
        faces: The images of ``protocol.reader()``, in their order, or where they are in another set.
        layers: The name of each recognizer with the name of its embeddings in the face set.
        seed: The seed of the replicates; intervals alone depend on it.
        name: What the protocol is called in the result; None for its own name.

    Raises:
        BenchmarkError: two tasks have one name, a recognizer has no embedding at all, or a task has no pair of one kind
            with scores.
    """
    _check_names(protocol, tasks)
    matched = MatchedFaces.of_import(faces) if isinstance(faces, FaceSet) else faces
    results: list[ModelResult] = []
    scores: dict[str, dict[str, Float32Array]] = {}
    people_from: PeopleFrom = "names"
    people: Int64Array = np.zeros(0, dtype=np.int64)
    for model, layer in layers.items():
        references = References.load(protocol, tasks, matched, layer)
        people, people_from = references.people, references.people_from
        scores[model] = {
            task.name: pair_scores(references.embeddings, task, valid=references.valid)
            for task in tasks
            if isinstance(task, Verification)
        }
        results.append(_model_result(model, tasks, references, scores[model], seed))
    return ProtocolResult(
        protocol=name or protocol.name,
        images=len(matched),
        face_set=matched.faceset.info.name if matched.given else None,
        lacking=matched.lacking,
        people_from=people_from,
        models=tuple(results),
        differences=tuple(
            ModelDifference(first, second, _paired(task, scores[first], scores[second], people, seed))
            for first, second in pairwise(layers)
            for task in tasks
            if isinstance(task, Verification)
        ),
    )


def _check_names(protocol: Protocol, tasks: Sequence[Task]) -> None:
    names = [task.name for task in tasks]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        msg = f"{protocol.data}: two tasks are called {twice[0]!r}, so that their scores would be mixed up; rename one"
        raise BenchmarkError(msg)


def _model_result(
    model: str, tasks: Sequence[Task], references: References, scores: Mapping[str, Float32Array], seed: int
) -> ModelResult:
    verifications, fairness = [], []
    for task in tasks:
        if isinstance(task, Verification):
            result = evaluate_verification(task, scores[task.name], people=references.people, seed=seed)
            verifications.append(result)
            if task.groups is not None:
                fairness.append(task_fairness(task, scores[task.name], result, people=references.people, seed=seed))
    return ModelResult(
        model=model,
        missing=references.missing,
        verifications=tuple(verifications),
        fairness=tuple(fairness),
        identifications=tuple(
            evaluate_identification(task, references.embeddings, references.valid, seed=seed)
            for task in tasks
            if isinstance(task, Identification)
        ),
    )


def _paired(
    task: Verification,
    first: Mapping[str, Float32Array],
    second: Mapping[str, Float32Array],
    people: Int64Array,
    seed: int,
) -> PairedResult:
    return compare_recognizers(task, first=first[task.name], second=second[task.name], people=people, seed=seed)
