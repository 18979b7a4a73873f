"""Do synthetic people resemble real ones, and are they people at all?"""

from facegap.benchmark.leakage.audit import Audit, SetCounts, audit_set
from facegap.benchmark.leakage.audited import AuditedSet

__all__ = ["Audit", "AuditedSet", "SetCounts", "audit_set"]
