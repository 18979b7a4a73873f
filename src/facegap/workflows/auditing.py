"""Do synthetic people resemble real ones, and are they people at all?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.base.errors import ConfigError
from facegap.base.numbered_names import numbered
from facegap.benchmark.leakage import Audit, audit_set
from facegap.engine import RunSummary
from facegap.faceset import FaceSet
from facegap.report import Figure, Report, Table, audit_figures, audit_findings, audit_tables, to_plain, write_audit
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.embedded import (
    ComparableLike,
    GivenSet,
    check_same_dimensions,
    load_embedded,
    prepare_sets,
)
from facegap.workflows.parts.embeddings import Embeddings
from facegap.workflows.parts.result import Analysis
from facegap.workflows.parts.sets import ModelLike


@dataclass(frozen=True, repr=False, eq=False)
class AuditResult(Analysis):
    """Whether synthetic people resemble real ones.

    Attributes:
        audit: the numbers.
        facesets: the sets that have images, by the names that the audit calls them.
        runs: imports and embeddings on the way.
    """

    audit: Audit
    facesets: Mapping[str, FaceSet]
    runs: tuple[RunSummary, ...]

    @property
    def passed(self) -> bool:
        """Whether no more people are suspects than may be, and some could have been."""
        return self.audit.passed

    @property
    def headline(self) -> str:
        references = ", ".join(each.name for each in self.audit.references)
        return f"{self.audit.synthetic.name} audited against {references}"

    @cached_property
    def findings(self) -> tuple[str, ...]:
        return tuple(audit_findings(self.audit))

    def report_tables(self) -> Mapping[str, Table]:
        return audit_tables(self.audit)

    def facts(self) -> dict[str, Any]:
        return {"passed": self.passed, "audit": to_plain(self.audit)}

    def report_figures(self) -> Mapping[str, Figure]:
        return audit_figures(self.audit)

    def report(self, folder: str | Path) -> Report:
        return write_audit(self.audit, facesets=self.facesets, folder=Path(folder))


def audit(
    synthetic: ComparableLike,
    *,
    against: ComparableLike | Sequence[ComparableLike],
    embedding: str | None = None,
    model: ModelLike | None = None,
    align: ModelLike | None = None,
    max_share: float = 0.0,
    fmr: float | None = None,
    seed: int = 0,
    device: str = "cpu",
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> AuditResult:
    """Search synthetic people who resemble real ones.

    Args:
        synthetic: the set to audit, the path of one or of any data set that can be imported, or ``Embeddings``.
        against: one or more sets of real people that it must not show, likewise.
        embedding: the name of the embeddings to use; by default the only ones that all sets have.
        model: an embedder, its path or name, with which all sets are embedded on the way.
        align: a detector, its path or name, with which imports find faces and crop them.
        max_share: share of synthetic people who may resemble real ones, 0 to 1.
        fmr: false match rate of the thresholds; by default so low that at most 5 % of those found are chance.
        seed: of the division of people into groups, for intervals.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share imports and embeddings; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ConfigError: ``fmr`` isn't between 0 and 1.
        FaceSetError: the sets have no embeddings, or several, in common.
        BenchmarkError: the real sets have too few people to say how alike strangers are.

    Examples:
        >>> import numpy as np
        >>> import facegap as fg
        >>> draw = np.random.default_rng(0).standard_normal
        >>> real = fg.Embeddings(draw((100, 64)), name="real")
        >>> fg.audit(fg.Embeddings(draw((10, 64)), name="made"), against=real).passed
        True
        >>> copied = fg.audit(fg.Embeddings(real.vectors[:10], name="copied"), against=real)
        >>> copied.passed, copied.audit.leakage.found
        (False, 10)
        >>> copied.to_frame("resembling").select("Synthetic person", "Real set").row(0)
        ('0', 'real')
    """
    if fmr is not None and not 0 < fmr < 1:
        msg = f"--fmr {fmr}: a false match rate lies between 0 and 1, such as 1e-6"
        raise ConfigError(msg)
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    context.check_device_is_used(model)
    references = [against] if isinstance(against, FaceSet | Embeddings | Path | str) else against
    prepared = prepare_sets(
        [GivenSet(synthetic, "synthetic"), *(GivenSet(each, "real") for each in references)],
        context,
        embedding=embedding,
        model=model,
        align=align,
    )
    name = prepared.embedding
    loaded = [load_embedded(each, name) for each in prepared.sets]
    names = numbered([each.name for each in loaded])
    check_same_dimensions([each.embedded for each in loaded], names)
    audited, *real = [replace(each, name=set_name) for each, set_name in zip(loaded, names, strict=True)]
    result = audit_set(synthetic=audited, references=real, embedder=name, max_share=max_share, fmr=fmr, seed=seed)
    facesets = {
        set_name: each for set_name, each in zip(names, prepared.sets, strict=True) if isinstance(each, FaceSet)
    }
    return AuditResult(result, facesets, prepared.runs)
