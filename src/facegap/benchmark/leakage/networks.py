"""Audits of one set by several networks: what one of them says is a judgment, what all say is known better."""

from collections.abc import Sequence
from dataclasses import dataclass

from facegap.base.short_repr import ShortRepr
from facegap.benchmark.leakage.audit import Audit


@dataclass(frozen=True)
class PeopleRange:
    """How many different people a set shows, by all networks that could tell and the thresholds from all real sets.

    Attributes:
        low: The lowest number that a network gives by the threshold from a real set.
        high: The highest; the same where there is one network and one real set, or all agree.
        networks: The names of the networks that could tell.
        references: The names of the real sets whose thresholds could tell.
        blind: The names of those that could not, since no score could make two identities one person.
    """

    low: int
    high: int
    networks: tuple[str, ...]
    references: tuple[str, ...]
    blind: tuple[str, ...]


@dataclass(frozen=True)
class NetworkAudits(ShortRepr):
    """The audits of a set, one by each network.

    Attributes:
        audits: The audits, that of the network first which notices the most leaks.
    """

    audits: tuple[Audit, ...]

    @classmethod
    def of(cls, audits: Sequence[Audit]) -> "NetworkAudits":
        """Order some audits of the same sets by what their networks would notice.

        Raises:
            ValueError: There is none.
        """
        if not audits:
            msg = "there is no audit; give one by each network"
            raise ValueError(msg)
        return cls(tuple(sorted(audits, key=_blindness)))

    @property
    def passed(self) -> bool:
        """Whether the set passes in the judgment of every network that could tell, and one could."""
        able = [audit for audit in self.audits if not audit.blind]
        return bool(able) and all(audit.passed for audit in able)

    @property
    def different_people(self) -> PeopleRange | None:
        """How many people the set shows; None where no network could tell."""
        counted = [
            (each.clusters, audit.embedder, each.reference)
            for audit in self.audits
            for each in audit.by_reference
            if each.clusters is not None
        ]
        if not counted:
            return None
        counts, networks, references = zip(*counted, strict=True)
        blind = tuple(audit.embedder for audit in self.audits if audit.embedder not in networks)
        return PeopleRange(
            low=min(counts),
            high=max(counts),
            networks=tuple(dict.fromkeys(networks)),
            references=tuple(dict.fromkeys(references)),
            blind=blind,
        )


def _blindness(audit: Audit) -> tuple[bool, float]:
    sensitivity = audit.leakage.sensitivity
    return audit.blind, -sensitivity.value if sensitivity else 0.0
