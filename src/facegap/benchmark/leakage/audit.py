"""A synthetic set's audit: do its people resemble real ones, and are they people at all?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.errors import BenchmarkError
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.leakage.calibration import GroupThreshold
from facegap.benchmark.leakage.consistency import IdentityConsistency, check_consistency
from facegap.benchmark.leakage.demographics import AuditedGroup, group_names, groups_of_people
from facegap.benchmark.leakage.leaks import CHANCE, Leakage, find_leaks, kinds_of
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings
from facegap.benchmark.leakage.search import Strangers
from facegap.benchmark.leakage.uniqueness import PeopleByReference, Uniqueness, count_different
from facegap.estimates import Estimate

CONSISTENT_FMR = 1e-3
"""The false match rate at which images of one identity are expected to match."""


@dataclass(frozen=True)
class SetCounts:
    """What there is of a set.

    Attributes:
        images: The number of images with an embedding.
        people: The number of people; images without an identity count as one each.
        unknown: The number of images without an identity.
        missing: The number of images without an embedding.
        ungrouped: The number of people whose demographic group isn't known: all where no groups are known.
    """

    name: str
    images: int
    people: int
    unknown: int
    missing: int
    ungrouped: int

    @classmethod
    def of(cls, audited: NamedEmbeddings, names: Sequence[str]) -> "SetCounts":
        """Count what there is; ``names`` are those of the demographic groups."""
        embedded, ungrouped = audited.embedded, int((groups_of_people(audited, names) < 0).sum())
        return cls(audited.name, len(audited.image_ids), audited.people, embedded.unknown, embedded.missing, ungrouped)


@dataclass(frozen=True)
class Audit(ShortRepr):
    """What an audit found, and whether the set passes.

    Attributes:
        embedder: The network whose scores were used.
        synthetic: The set that is audited.
        references: The real sets.
        max_share: The share of synthetic people who may be suspects, 0 to 1.
        groups: The demographic groups of all sets; empty where those of the synthetic people aren't known.
        leakage: How many people of the synthetic set resemble real ones.
        uniqueness: How many different people the synthetic set shows.
        by_reference: How many different people it shows by the threshold from each of the real sets, in their order.
        consistency_threshold: The threshold of two images at a false match rate of 1e-3 among the real people. Where
            there are groups, it is that of all people, and each group has its own.
        consistency_groups: That threshold within each demographic group; empty where no groups are known.
        consistency: Whether the images of each synthetic identity are of one face, at that threshold.
        real_consistency: The same of the calibrating reference.
        cautions: What isn't known of the network, or of who told the groups, on the images of these sets, in sentences.
    """

    embedder: str
    synthetic: SetCounts
    references: tuple[SetCounts, ...]
    max_share: float
    groups: tuple[AuditedGroup, ...]
    leakage: Leakage
    uniqueness: Uniqueness
    by_reference: tuple[PeopleByReference, ...]
    consistency_threshold: Estimate
    consistency_groups: tuple[GroupThreshold, ...]
    consistency: IdentityConsistency
    real_consistency: IdentityConsistency
    cautions: tuple[str, ...] = ()

    @property
    def sets(self) -> tuple[SetCounts, ...]:
        """The synthetic set, then the references."""
        return (self.synthetic, *self.references)

    @property
    def blind(self) -> bool:
        """Whether no score could make anyone a suspect: the network tells people apart too badly to say anything."""
        return all(level.least >= 1 for level in self.leakage.levels)

    @property
    def passed(self) -> bool:
        """Whether no more people are suspects than may be, and some could have been."""
        return not self.blind and self.leakage.share.value <= self.max_share


def audit_set(
    *,
    synthetic: NamedEmbeddings,
    references: Sequence[NamedEmbeddings],
    embedder: str,
    max_share: float = 0.0,
    chance: float = CHANCE,
    fmr: float | None = None,
    networks: int = 1,
    seed: int = 0,
) -> Audit:
    """Audit a synthetic set against real ones, in the judgment of one network.

    Where the demographic groups of people are known, those of one group are compared by a threshold from strangers of
    that group (``GroupedCalibration``).

    Args:
        synthetic: The set that is audited.
        references: Real sets whose people it must not show: those it was trained on, those it is to be tested on.
        embedder: The name of the embeddings.
        max_share: The share of synthetic people who may be suspects, 0 to 1.
        chance: The share of the suspects that may be expected by chance, as for ``find_leaks``.
        fmr: The false match rate of the thresholds instead, as for ``find_leaks``.
        networks: How many networks judge the set, so that each takes a part of ``chance`` for its suspects.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Raises:
        BenchmarkError: the references have too few people to say how alike strangers are.

    Example:
        From arrays, without face sets: 100 real people, and 20 synthetic ones, the first of whom is the real person 7.

        >>> import numpy as np
        >>> from facegap.benchmark.leakage import NamedEmbeddings
        >>> from facegap.matching import EmbeddedSet
        >>> rng = np.random.default_rng(0)
        >>> vectors = rng.standard_normal((120, 64)).astype(np.float32)
        >>> vectors[100] = vectors[7] + 0.1 * vectors[100]
        >>> vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        >>> def named(name: str, rows: range) -> NamedEmbeddings:
        ...     embedded = EmbeddedSet(vectors[rows], np.arange(len(rows)), unknown=0, missing=0)
        ...     return NamedEmbeddings(name, embedded, [f"{row}.jpg" for row in rows], [str(row) for row in rows])
        >>> audit = audit_set(
        ...     synthetic=named("renders", range(100, 120)), references=[named("real", range(100))], embedder="none"
        ... )
        >>> audit.passed, [(suspect.identity, suspect.reference_identity) for suspect in audit.leakage.suspects]
        (False, [('100', '7')])
    """
    names = group_names([synthetic, *references]) if synthetic.groups else ()
    kinds = kinds_of(synthetic=synthetic, references=references)
    strangers = Strangers.among(references, kinds=kinds, single=synthetic.single, names=names, seed=seed)
    leakage = find_leaks(
        synthetic=synthetic, references=references, strangers=strangers, chance=chance / networks, fmr=fmr, seed=seed
    )
    pairs = synthetic.people * (synthetic.people - 1) // 2
    # Its own rate, so that how many people look alike doesn't depend on how many leaked.
    rate = fmr or chance / max(pairs, 1)
    by_image = strangers.calibrations["image"]
    limits = np.diag(by_image.limits(CONSISTENT_FMR))
    consistency, real_consistency = (
        check_consistency(each, threshold=limits[groups_of_people(each, names)], seed=seed)
        for each in (synthetic, strangers.known)
    )
    uniqueness = count_different(synthetic, strangers=strangers, fmr=rate, seed=seed)
    return Audit(
        embedder=embedder,
        synthetic=SetCounts.of(synthetic, names),
        references=tuple(SetCounts.of(reference, names) for reference in references),
        max_share=max_share,
        groups=_audited_groups(synthetic, strangers),
        leakage=leakage,
        uniqueness=uniqueness,
        by_reference=tuple(
            PeopleByReference.of(uniqueness)
            if reference is strangers.known
            else _by_reference(synthetic, reference, names=names, fmr=rate, seed=seed)
            for reference in references
        ),
        consistency_threshold=by_image.everyone.threshold(CONSISTENT_FMR),
        consistency_groups=by_image.thresholds(CONSISTENT_FMR),
        consistency=consistency,
        real_consistency=real_consistency,
    )


def _by_reference(
    synthetic: NamedEmbeddings, reference: NamedEmbeddings, *, names: tuple[str, ...], fmr: float, seed: int
) -> PeopleByReference:
    """The number of different people by the threshold from another real set, or why it can't give one."""
    kinds = kinds_of(synthetic=synthetic, references=[reference])[:1]
    try:
        strangers = Strangers.among([reference], kinds=kinds, single=synthetic.single, names=names, seed=seed)
    except BenchmarkError as error:
        return PeopleByReference.unknown(reference.name, fmr, str(error))
    return PeopleByReference.of(count_different(synthetic, strangers=strangers, fmr=fmr, seed=seed))


def _audited_groups(synthetic: NamedEmbeddings, strangers: Strangers) -> tuple[AuditedGroup, ...]:
    names = strangers.names
    of, known = groups_of_people(synthetic, names), strangers.compared.centers.groups
    own = strangers.calibrations["image"].groups
    return tuple(
        AuditedGroup(name, int((of == at).sum()), int((known == at).sum()), own[at] is not None)
        for at, name in enumerate(names)
    )
