"""Do synthetic people resemble real ones, and are they people at all?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.base.errors import ConfigError, FaceSetError
from facegap.base.numbered_names import numbered
from facegap.benchmark.fairness import load_groups
from facegap.benchmark.leakage import Audit, NamedEmbeddings, NetworkAudits, audit_set
from facegap.compare.validity import Validity
from facegap.engine import RunSummary
from facegap.faceset import IMAGES, FaceSet
from facegap.matching import embedder_caution
from facegap.report import (
    Figure,
    Report,
    Table,
    audit_facts,
    audit_figures,
    audit_findings,
    audit_tables,
    to_plain,
    write_audit,
)
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.embedded import ComparableLike, GivenSet, check_same_dimensions, load_embedded
from facegap.workflows.parts.embeddings import Embeddings
from facegap.workflows.parts.networks import prepare_networks
from facegap.workflows.parts.result import Analysis
from facegap.workflows.parts.sets import ModelLike

_GroupOf = Mapping[str, str | None]
"""The group of each image, by the image's id."""


@dataclass(frozen=True, repr=False, eq=False)
class AuditResult(Analysis):
    """Whether synthetic people resemble real ones.

    Attributes:
        audits: the numbers, by each network, that with the highest sensitivity first.
        facesets: the sets that have images, by the names that the audits call them.
        runs: imports and embeddings on the way.
    """

    audits: NetworkAudits
    facesets: Mapping[str, FaceSet]
    runs: tuple[RunSummary, ...]

    @property
    def passed(self) -> bool:
        """Whether no more people are suspects than may be, by any network that could tell, and one could."""
        return self.audits.passed

    @property
    def audit(self) -> Audit:
        """The audit by the network with the highest sensitivity."""
        return self.audits.audits[0]

    @property
    def headline(self) -> str:
        references = ", ".join(each.name for each in self.audit.references)
        return f"{self.audit.synthetic.name} audited against {references}"

    @cached_property
    def findings(self) -> tuple[str, ...]:
        return tuple(audit_findings(self.audits))

    def report_tables(self) -> Mapping[str, Table]:
        return audit_tables(self.audits)

    def facts(self) -> dict[str, Any]:
        return dict(to_plain(audit_facts(self.audits)))

    def report_figures(self) -> Mapping[str, Figure]:
        return audit_figures(self.audits)

    def report(self, folder: str | Path) -> Report:
        return write_audit(self.audits, facesets=self.facesets, folder=Path(folder))


def audit(
    synthetic: ComparableLike,
    *,
    against: ComparableLike | Sequence[ComparableLike],
    embedding: str | Sequence[str] | None = None,
    model: ModelLike | Sequence[ModelLike] | None = None,
    align: ModelLike | None = None,
    groups: str | Sequence[str] | None = None,
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
        embedding: the name of the embeddings to use, or several, of one network each; by default all that all sets
            have. With several, the number of different people is a range.
        model: an embedder, its path or name, with which all sets are embedded on the way; or several.
        align: a detector, its path or name, with which imports find faces and crop them.
        groups: the column of people's demographic groups, such as ``images.race``, or labels of which one is positive,
            such as ``truth.Asian+White+Black``: people of one group are compared by the threshold of that group. One
            for all sets, of which the real ones may lack it; or one for each set, the synthetic one first.
        max_share: share of synthetic people who may resemble real ones, 0 to 1.
        fmr: false match rate of the thresholds; by default so low that at most 5 % of those found are chance.
        seed: of the division of people into groups, for intervals.
        device: where networks run: ``cpu``, a GPU such as ``cuda:0``, or several, as in ``cuda:0,cuda:1``; an import on
            the way finds faces on the CPU.
        workers: processes that share imports and embeddings; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ConfigError: ``fmr`` isn't between 0 and 1, or ``groups`` aren't one for all sets or one for each.
        FaceSetError: the sets have no embeddings in common, or the synthetic one has no such groups.
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
    columns = _columns(groups, sets=1 + len(references))
    prepared = prepare_networks(
        [GivenSet(synthetic, "synthetic"), *(GivenSet(each, "real") for each in references)],
        context,
        embeddings=[embedding] if isinstance(embedding, str) else embedding or (),
        models=_models(model),
        align=align,
    )
    names = numbered([each.info.name if isinstance(each, FaceSet) else each.name for each in prepared.sets])
    strict = groups is not None and not isinstance(groups, str) and len(groups) > 1
    group_of = _groups(prepared.sets, columns, strict=strict, tell=context.tell)
    opened = [each for each in prepared.sets if isinstance(each, FaceSet)]
    of_groups = _group_cautions(prepared.sets, columns, group_of, names)
    audits = []
    for network in prepared.embeddings:
        loaded = [load_embedded(each, network) for each in prepared.sets]
        check_same_dimensions([each.embedded for each in loaded], names)
        audited, *real = [
            replace(each, name=name, groups=_of_images(each, of))
            for each, name, of in zip(loaded, names, group_of, strict=True)
        ]
        made = audit_set(
            synthetic=audited,
            references=real,
            embedder=network,
            max_share=max_share,
            fmr=fmr,
            networks=len(prepared.embeddings),
            seed=seed,
        )
        caution = embedder_caution(opened, network)
        audits.append(replace(made, cautions=(*([caution] if caution else []), *of_groups)))
    facesets = {name: each for name, each in zip(names, prepared.sets, strict=True) if isinstance(each, FaceSet)}
    return AuditResult(NetworkAudits.of(audits), facesets, prepared.runs)


def _models(model: ModelLike | Sequence[ModelLike] | None) -> Sequence[ModelLike]:
    if model is None:
        return ()
    return model if isinstance(model, Sequence) and not isinstance(model, str) else (model,)


def _columns(groups: str | Sequence[str] | None, *, sets: int) -> Sequence[str | None]:
    """The columns of each set's groups."""
    if groups is None or isinstance(groups, str):
        return (groups,) * sets
    if len(groups) not in (1, sets):
        msg = f"{len(groups)} columns of groups for {sets} sets; give one for all, or one for each, the synthetic first"
        raise ConfigError(msg)
    return groups if len(groups) == sets else (groups[0],) * sets


def _groups(
    sets: Sequence[FaceSet | Embeddings], columns: Sequence[str | None], *, strict: bool, tell: Tell
) -> list[_GroupOf | None]:
    """The groups of each set's images; None where none are asked for, or where a real set has none.

    Args:
        sets: the synthetic set, then the real ones.
        columns: those of each.
        strict: whether a real set must have them.
        tell: told what a real set lacks.
    """
    found: list[_GroupOf | None] = []
    for place, (each, wanted) in enumerate(zip(sets, columns, strict=True)):
        try:
            found.append(_group_of_images(each, wanted) if wanted else None)
        except (FaceSetError, ConfigError) as error:
            if strict or not place:
                raise
            tell(f"groups of real people are not known, and one threshold counts for all: {error}")
            found.append(None)
    return found


def _group_cautions(
    sets: Sequence[FaceSet | Embeddings],
    columns: Sequence[str | None],
    group_of: Sequence[_GroupOf | None],
    names: Sequence[str],
) -> list[str]:
    """Of each set whose groups a network told, for which of these it isn't validated on such images."""
    cautions = []
    for each, wanted, known, name in zip(sets, columns, group_of, names, strict=True):
        if wanted is None or known is None or isinstance(each, Embeddings):
            continue
        for column in map(str.strip, wanted.split(",")):
            layer = max((layer for layer in each.layers() if column.startswith(f"{layer}.")), key=len)
            labels = column.removeprefix(f"{layer}.").split("+")
            caution = Validity.of(each, layer).caution(name, attributes=labels)
            cautions += [f"Groups: {caution}"] if caution else []
    return cautions


def _group_of_images(each: FaceSet | Embeddings, columns: str) -> _GroupOf:
    if isinstance(each, Embeddings):
        msg = f"{each.name} has embeddings and no columns: leave out groups, or give a face set"
        raise ConfigError(msg)
    groups = load_groups(each, columns)
    names = [groups.names[of] if of >= 0 else None for of in groups.of]
    return dict(zip(each.column(IMAGES, "image_id").to_list(), names, strict=True))


def _of_images(loaded: NamedEmbeddings, group_of: _GroupOf | None) -> list[str | None] | None:
    return None if group_of is None else [group_of[image_id] for image_id in loaded.image_ids]
