"""A tree of dependence among three-valued labels, and the exact divergence of two of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.special import xlogy

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

_PRIOR = 1.5
"""Images' worth of prior in a table: a sixth for each of nine cells, so a half for each label (Jeffreys)."""


@dataclass(frozen=True)
class TreeModel:
    """A distribution of labels in which each attribute depends on one other.

    Attributes:
        order: int64 (A,), the attributes from the root on, each after the one that it depends on.
        parents: int64 (A,), the attribute on which each depends; the root's own number for the root.
        singles: float64 (A, 3), shares of the labels negative, undefined, positive.
        conditionals: float64 (A, 3, 3), [a, i, j] the probability of label j of attribute a where its parent has
            label i; of the root, that of j.
    """

    order: Numbers
    parents: Numbers
    singles: Floats
    conditionals: Floats

    @classmethod
    def fit(cls, tables: Floats, *, possible: npt.NDArray[np.bool_]) -> "TreeModel":
        """The tree that is most likely to have made the data (Chow and Liu).

        That is the spanning tree with the most mutual information along its edges. Each table of two attributes gets
        1½ images more (ours), in equal parts on all cells that are possible, so that no combination of labels is
        impossible for not having been seen, and all tables agree on the shares of single labels.

        Args:
            tables: float64 (A, A, 3, 3), of ``pair_tables``.
            possible: bool (A, 3), the labels that occur at all.
        """
        cells = possible[:, None, :, None] & possible[None, :, None, :]
        joint = tables + _PRIOR * cells / cells.sum(axis=(2, 3), keepdims=True)
        joint /= joint.sum(axis=(2, 3), keepdims=True)
        # The tables of an attribute with itself hold its labels on their diagonal.
        own = np.einsum("aaii->ai", tables) + _PRIOR * possible / possible.sum(axis=1, keepdims=True)
        singles = own / own.sum(axis=1, keepdims=True)
        entropies = -xlogy(singles, singles).sum(axis=1)
        information = entropies[:, None] + entropies[None] + xlogy(joint, joint).sum(axis=(2, 3))
        np.fill_diagonal(information, 0)
        # An edge of weight zero would count as none.
        weights = information.max() - information + 1
        np.fill_diagonal(weights, 0)
        order, parents = breadth_first_order(minimum_spanning_tree(weights), 0, directed=False)
        parents[order[0]] = order[0]
        conditionals = joint[parents, np.arange(len(parents))]
        conditionals[order[0]] = singles[order[0]]
        sums = conditionals.sum(axis=2, keepdims=True)
        conditionals = np.divide(conditionals, sums, out=np.zeros_like(conditionals), where=sums > 0)
        return cls(order.astype(np.int64), parents.astype(np.int64), singles, conditionals)

    @cached_property
    def pairs(self) -> Floats:
        """The joint shares of the labels of any two attributes, float64 (A, A, 3, 3), multiplied along the tree."""
        pairs = np.zeros((*[len(self.order)] * 2, 3, 3))
        for at, attribute in enumerate(self.order):
            if at:
                seen = self.order[:at]
                along = pairs[seen, self.parents[attribute]] @ self.conditionals[attribute]
                pairs[seen, attribute], pairs[attribute, seen] = along, along.swapaxes(1, 2)
            pairs[attribute, attribute] = np.diag(self.singles[attribute])
        return pairs

    @property
    def edges(self) -> list[tuple[int, int]]:
        """The pairs of attributes that depend on each other directly, the lower number first; rising."""
        found = [(int(a), int(self.parents[a])) for a in self.order[1:]]
        return sorted((min(edge), max(edge)) for edge in found)

    def mean_log(self, data: "TreeModel") -> float:
        """The mean of the log probability of this model over faces of another, an exact sum, in nats."""
        attributes = np.arange(len(self.order))
        # The root stands before itself here, so that its labels are on the diagonal.
        return float(xlogy(data.pairs[self.parents, attributes], self.conditionals).sum())


def kl_trees(*, p: TreeModel, q: TreeModel) -> float:
    """KL(P‖Q) = Σ p · ln(p / q) over all combinations of labels, in nats; not below zero but for rounding."""
    return max(p.mean_log(p) - q.mean_log(p), 0.0)
