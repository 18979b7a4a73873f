"""Attributes of which an image can show one only, such as hair colors, taken as one variable."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array

_EXPECTED = 1
"""Images that would show two attributes by chance, if none is to mean that they exclude each other (ours)."""


@dataclass(frozen=True)
class Variables:
    """What a tree is made of: single attributes with three labels, and families with a value for each member.

    A tree can't know that of several attributes only one is positive, and would count faces that nobody shows. So what
    excludes each other in both sets is one variable, whose values are the member that is positive, or none (ours).

    Attributes:
        members: The numbers of the attributes of each variable; one number for a single attribute.
        values: float64 (variables, values, 2 · attributes + 1), each value as a sum of literals, which are those of
            ``count_pairs`` and, last, one that holds on all images. A single attribute has the values negative,
            undefined and positive; a family each member positive, then none of them. Rows beyond a variable's own are
            zero.
    """

    members: tuple[tuple[int, ...], ...]
    values: Float64Array

    @classmethod
    def of(cls, *counts: Float64Array) -> "Variables":
        """Find the families of attributes that exclude each other in both sets.

        Args:
            counts: The counts of each set as of ``LiteralCounts``, float64 (2 · attributes + 1, 2 · attributes + 1).
        """
        attributes = len(counts[0]) // 2
        together = [literal_counts[:attributes, :attributes] for literal_counts in counts]
        chance = sum(
            np.outer(np.diag(pairs), np.diag(pairs)) / literal_counts[-1, -1]
            for pairs, literal_counts in zip(together, counts, strict=True)
        )
        excluded = (sum(together) == 0) & (chance >= _EXPECTED)
        families: list[list[int]] = []
        for attribute in np.argsort(-np.diag(sum(together)), kind="stable").tolist():
            joined = next((family for family in families if excluded[attribute, family].all()), None)
            if joined is None:
                families.append([attribute])
            else:
                joined.append(attribute)
        members = tuple(sorted(tuple(sorted(family)) for family in families))
        values = np.zeros((len(members), max(3, *(len(family) + 1 for family in members)), 2 * attributes + 1))
        for variable, family in enumerate(members):
            values[variable] = _values(family, attributes, len(values[variable]))
        return cls(members, values)

    def tables(self, counts: Float64Array) -> Float64Array:
        """Images with each two values, (variables, variables, values, values), from counts as of ``of``."""
        return np.asarray(np.einsum("uil,lm,vjm->uvij", self.values, counts, self.values, optimize=True))


def _values(family: tuple[int, ...], attributes: int, rows: int) -> Float64Array:
    values = np.zeros((rows, 2 * attributes + 1))
    if len(family) == 1:
        (attribute,) = family
        values[0, attributes + attribute] = values[2, attribute] = 1
        values[1, [attribute, attributes + attribute]] = -1
        values[1, -1] = 1
        return values
    values[np.arange(len(family)), family] = 1
    values[len(family), list(family)] = -1
    values[len(family), -1] = 1
    return values
