"""All comparisons of a set: its error rates, and how fair they are to groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.base.errors import ConfigError
from facegap.benchmark import ScoredSet, score_faceset, score_set
from facegap.engine import RunSummary
from facegap.faceset import FaceSet
from facegap.matching import Device
from facegap.report import Figure, Report, Table, score_figures, score_findings, score_tables, to_plain, write_score
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.embedded import ComparableLike, GivenSet, prepare_sets
from facegap.workflows.parts.result import Analysis
from facegap.workflows.parts.sets import ModelLike


@dataclass(frozen=True, repr=False, eq=False)
class ScoreResult(Analysis):
    """How well the people of a set are told apart.

    Attributes:
        scored: the numbers.
        runs: an import or embedding on the way.
    """

    scored: ScoredSet
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"{self.scored.name} scored by {self.scored.embedder}"

    @cached_property
    def findings(self) -> tuple[str, ...]:
        return tuple(score_findings(self.scored))

    def report_tables(self) -> Mapping[str, Table]:
        return score_tables(self.scored)

    def facts(self) -> dict[str, Any]:
        return dict(to_plain(self.scored))

    def report_figures(self) -> Mapping[str, Figure]:
        return score_figures(self.scored)

    def report(self, folder: str | Path) -> Report:
        return write_score(self.scored, folder=Path(folder))


def score(
    faceset: ComparableLike,
    *,
    embedding: str | None = None,
    model: ModelLike | None = None,
    groups: str | None = None,
    source: str | None = None,
    align: ModelLike | None = None,
    device: str = "cpu",
    seed: int = 0,
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> ScoreResult:
    """Compare every image of a set with every other: mated and non-mated scores, exact thresholds, fairness.

    Args:
        faceset: the set, the path of one or of any data set that can be imported, or ``Embeddings``.
        embedding: the name of the embeddings to score; by default the only ones there are.
        model: an embedder, its path or name, with which the set is embedded on the way.
        groups: for fairness: ``LAYER.COLUMN``, such as ``truth.Black``; several with commas; with bounds
            ``truth.age:30:60``.
        source: column of ``images`` such as a video's id: images of one video aren't compared.
        align: a detector, its path or name, with which an import finds faces and crops them.
        device: where ``model`` runs and images are compared: ``cpu``, or a GPU such as ``cuda:0``; exact thresholds are
            found on the CPU.
        seed: of the division of people into groups, for intervals.
        workers: processes that share an import or embedding; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ConfigError: columns of embeddings in memory are named, which have none.
        FaceSetError: there are no such embeddings or columns.
        BenchmarkError: fewer than two images have an embedding.

    Examples:
        >>> import facegap as fg
        >>> faces = fg.Embeddings([[3, 4], [4, 3], [4, -3], [3, -4]], ["ann", "ann", "bob", "bob"], name="faces")
        >>> result = fg.score(faces)
        >>> result.scored.scores.mated.total, result.scored.scores.non_mated.total
        (2, 4)
        >>> result.tables
        ('scores', 'thresholds')
    """
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    prepared = prepare_sets([GivenSet(faceset)], context, embedding=embedding, model=model, align=align)
    (opened,), name = prepared.sets, prepared.embedding
    compare_on: Device = "cpu" if context.devices == ("cpu",) else "cuda"
    if isinstance(opened, FaceSet):
        scored = score_faceset(opened, name, groups=groups, source=source, device=compare_on, seed=seed)
    elif groups or source:
        msg = f"{opened.name} has embeddings and no columns: leave out groups and source, or give a face set"
        raise ConfigError(msg)
    else:
        scored = score_set(opened.embedded_set(), name=opened.name, embedder=name, device=compare_on, seed=seed)
    return ScoreResult(scored, prepared.runs)
