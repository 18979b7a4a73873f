"""Identities: how many images each has, and whether it is one person on all of them and no other."""

from facegap.compare.identities.comparison import IdentityComparison, SetPeople, compare_identities
from facegap.compare.identities.consistency import (
    ComparedConsistency,
    Consistency,
    compare_consistency,
    owned_by_person,
)
from facegap.compare.identities.images import ImagesPerIdentity, count_images
from facegap.compare.identities.inconsistent import Inconsistent, inconsistent_people, most_inconsistent
from facegap.compare.identities.spread import IdentitySpread, spread_of
from facegap.compare.identities.variation import (
    Variation,
    VariationComparison,
    VariationDifference,
    compare_variation,
)

__all__ = [
    "ComparedConsistency",
    "Consistency",
    "IdentityComparison",
    "IdentitySpread",
    "ImagesPerIdentity",
    "Inconsistent",
    "SetPeople",
    "Variation",
    "VariationComparison",
    "VariationDifference",
    "compare_consistency",
    "compare_identities",
    "compare_variation",
    "count_images",
    "inconsistent_people",
    "most_inconsistent",
    "owned_by_person",
    "spread_of",
]
