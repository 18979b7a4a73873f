"""Do synthetic people resemble real ones, and are they people at all?"""

from facegap.benchmark.leakage.audit import Audit, SetCounts, audit_set
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings

__all__ = ["Audit", "NamedEmbeddings", "SetCounts", "audit_set"]
