"""Do synthetic people resemble real ones, and are they people at all?"""

from facegap.benchmark.leakage.audit import Audit, SetCounts, audit_set
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings
from facegap.benchmark.leakage.networks import NetworkAudits, PeopleRange

__all__ = ["Audit", "NamedEmbeddings", "NetworkAudits", "PeopleRange", "SetCounts", "audit_set"]
