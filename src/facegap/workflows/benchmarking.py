"""Recognizers on protocols, from the photographs on; FRCSyn's submissions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.benchmark import (
    Frcsyn,
    Grade,
    ProtocolResult,
    WrittenSubmission,
    evaluate_protocol,
    grade_submission,
    name_protocols,
    open_protocol,
    write_submissions,
)
from facegap.benchmark.frcsyn import read_comparisons, read_submission
from facegap.engine import RunSummary
from facegap.faceset import FaceSet
from facegap.models import Model, ModelCard
from facegap.report import (
    Figure,
    Report,
    Table,
    benchmark_figures,
    benchmark_findings,
    benchmark_tables,
    to_plain,
    write_benchmark,
)
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.protocol_faces import embedded_faces
from facegap.workflows.parts.recognizers import named_models, runs_of
from facegap.workflows.parts.result import Analysis, Result
from facegap.workflows.parts.sets import ModelLike

DEFAULT_DETECTOR = "yunet"

Protocols = Mapping[str, str | Path] | Sequence[tuple[str, str | Path]]
"""Names of protocols with the folder or file of the data of each."""

Faces = FaceSet | Path | str
"""A face set that holds a protocol's faces, or its path."""


@dataclass(frozen=True, repr=False, eq=False)
class BenchmarkResult(Analysis):
    """How good recognizers are on protocols.

    Attributes:
        protocols: the numbers, one result a protocol.
        cards: of the recognizers, by the names that the numbers have for them.
        trainings: the names of recognizers that one training made with several seeds, by its folder.
        runs: imports and embeddings on the way.
    """

    protocols: tuple[ProtocolResult, ...]
    cards: Mapping[str, ModelCard]
    trainings: Mapping[str, Sequence[str]]
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{', '.join(self.cards)} on {', '.join(each.protocol for each in self.protocols)}"

    @cached_property
    def findings(self) -> tuple[str, ...]:
        return tuple(benchmark_findings(self.protocols))

    def report_tables(self) -> Mapping[str, Table]:
        return benchmark_tables(self.protocols, runs=self.trainings)

    def facts(self) -> dict[str, Any]:
        return {"protocols": to_plain(self.protocols)}

    def report_figures(self) -> Mapping[str, Figure]:
        return benchmark_figures(self.protocols)

    def report(self, folder: str | Path) -> Report:
        return write_benchmark(self.protocols, cards=self.cards, folder=Path(folder), runs=self.trainings)


def benchmark(
    models: ModelLike | Sequence[ModelLike],
    protocols: Protocols,
    *,
    faces: Faces | Mapping[str, Faces] | None = None,
    align: ModelLike = DEFAULT_DETECTOR,
    aligned: str | None = None,
    seed: int = 0,
    device: str = "cpu",
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> BenchmarkResult:
    """Measure recognizers on protocols: error rates with intervals, fairness, identification.

    Faces are found, aligned and embedded once and kept in the cache; a second run only measures. Those of a face set
    that was made before are taken as they are, and embeddings of the same network that it has.

    Args:
        models: recognizers: paths, names, or the folders of trainings.
        protocols: such as ``{"lfw": "data/lfw"}``, the data of each by its name; ``known_protocols`` of
            ``facegap.benchmark`` has them all.
        faces: a face set that holds the protocols' images, aligned, or one by the name of each protocol (a second
            ``lfw`` is called ``lfw-2``). Images are found by their ids, or by the paths that they were imported from;
            those that the set lacks count as images without an embedding. A network that hasn't embedded the set adds
            its layer to it.
        align: the detector that finds the faces of protocols that come as photographs; looked for beside the first
            recognizer too.
        aligned: the template that the images already are crops of, such as ``arcface-112``.
        seed: of the draws of people, for intervals.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share imports and embeddings; by default one a core.
        progress: True for a bar on standard error.
        tell: told which protocol is next.

    Raises:
        ConfigError: there is no such protocol, or a network is named twice.
        BenchmarkError: a protocol's lists are damaged, its data aren't there, or a face set lacks most of its images.
        FaceSetError: there is no face set where one is named.
        ModelError: there is no such network.

    Examples:
        It needs the photographs of the protocol::

            result = fg.benchmark(["mine.onnx", "sface"], [("lfw", "downloads/lfw")])
            again = fg.benchmark("sface", {"lfw": "downloads/lfw"}, faces="lfw")  # the face set lfw, made before
            result.to_frame()
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    by_name = named_models(_several(models))
    pairs = protocols.items() if isinstance(protocols, Mapping) else protocols
    named = name_protocols([open_protocol(name, Path(data)) for name, data in pairs])  # before long imports
    given = _faces_by_name(faces, [each.name for each in named])
    _check_alignment_is_used(given, [each.name for each in named], aligned)
    trainings = runs_of(by_name)
    results: list[ProtocolResult] = []
    runs: list[RunSummary] = []
    for each in named:
        context.tell(f"{each.name}: {each.protocol.data}")
        ready = embedded_faces(
            each.protocol, by_name, context, given=given.get(each.name), detector=align, aligned=aligned
        )
        runs += ready.runs
        results.append(
            evaluate_protocol(each.protocol, each.tasks, ready.faces, layers=ready.layers, seed=seed, name=each.name)
        )
    cards = {name: model.card for name, model in by_name.items()}
    return BenchmarkResult(tuple(results), cards, trainings, tuple(runs))


def _several(models: ModelLike | Sequence[ModelLike]) -> Sequence[ModelLike]:
    return [models] if isinstance(models, str | Path | Model) else models


def _faces_by_name(faces: Faces | Mapping[str, Faces] | None, names: Sequence[str]) -> dict[str, Faces]:
    """The face set of each protocol that has one."""
    if faces is None:
        return {}
    if not isinstance(faces, Mapping):
        return dict.fromkeys(names, faces)
    for name in faces:
        if name not in names:
            raise ConfigError(unknown(name, names, "protocol of this benchmark", listed=True))
    return dict(faces)


def _check_alignment_is_used(given: Mapping[str, Faces], names: Sequence[str], aligned: str | None) -> None:
    if aligned and given.keys() == set(names):
        msg = "--aligned says how images come that are imported on the way, and face sets know it; leave it out"
        raise ConfigError(msg)


@dataclass(frozen=True, repr=False, eq=False)
class Submissions(Result):
    """FRCSyn submissions that were written.

    Attributes:
        files: one a comparison file.
        runs: the import and the embedding that it took.
    """

    files: tuple[WrittenSubmission, ...]
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{len(self.files)} submissions"

    def facts(self) -> dict[str, Any]:
        return {
            str(each.path): f"{each.pairs} pairs, {each.mated} decided as mated, {each.without_score} without a score"
            for each in self.files
        }

    def _lines(self) -> list[str]:
        return [f"{path}: {text}" for path, text in self.facts().items()]


def submit(
    data: str | Path,
    out: str | Path,
    *,
    model: ModelLike,
    threshold: float,
    faces: Faces | None = None,
    align: ModelLike = DEFAULT_DETECTOR,
    aligned: str | None = None,
    device: str = "cpu",
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> Submissions:
    """Write FRCSyn submissions, a line ``score,0|1`` for each comparison; no labels are needed.

    Take the threshold from a benchmark with labels, never from the one that is submitted to.

    Args:
        data: the folder of FRCSyn's comparison files and their images.
        out: the folder to write a submission for each file into.
        model: the recognizer that decides.
        threshold: scores at or above it, from −1 to 1, are decided as mated.
        faces: a face set that holds the images, aligned; by default they are imported on the way.
        align: the detector that finds faces.
        aligned: the template that the images already are crops of.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share the work; by default one a core.
        progress: True for a bar on standard error.
        tell: told which images the face set lacks.

    Raises:
        BenchmarkError: a comparison file is damaged, a submission is there already, or the face set lacks most images.
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    models = named_models([model])
    protocol = Frcsyn(Path(data))
    _check_alignment_is_used({protocol.name: faces} if faces else {}, [protocol.name], aligned)
    ready = embedded_faces(protocol, models, context, given=faces, detector=align, aligned=aligned)
    layer = next(iter(ready.layers.values()))
    files = write_submissions(protocol, ready.faces, layer=layer, threshold=threshold, folder=Path(out))
    return Submissions(tuple(files), ready.runs)


def grade(comparisons: str | Path, submission: str | Path, *, real: float | None = None) -> Grade:
    """Grade an FRCSyn submission by labels.

    Args:
        comparisons: FRCSyn's comparison file, with its labels.
        submission: a file with a line ``score,0|1`` for each comparison.
        real: average accuracy, 0 to 1, of a recognizer trained with real data, for the gap to it.

    Raises:
        ConfigError: ``real`` isn't above 0 and at most 1.
        BenchmarkError: a file is damaged, a label is missing, or the two don't fit.
    """
    if real is not None and not 0 < real <= 1:
        msg = f"real is {real}; it is a share above 0 and at most 1: 94.62 % is 0.9462"
        raise ConfigError(msg)
    listed = read_comparisons(Path(comparisons))
    return grade_submission(listed, read_submission(Path(submission), pairs=len(listed)), real=real)
