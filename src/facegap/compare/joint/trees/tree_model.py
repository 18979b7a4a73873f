"""A tree of dependence among labels, and what it costs to take one for another."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.special import xlogy

from facegap.base.arrays import BoolArray, Float64Array, Int64Array

_PRIOR = 1.5
"""Images' worth of prior in a table: a sixth for each of nine cells, so a half for each of three labels (Jeffreys)."""


@dataclass(frozen=True)
class TreeModel:
    """A distribution of labels in which each of V variables, with up to S values, depends on one other.

    Attributes:
        order: int64 (V,), the variables from the root on, each after the one that it depends on.
        parents: int64 (V,), the variable on which each depends; the root's own number for the root.
        conditionals: float64 (V, S, S), [v, i, j] the probability of value j of variable v where its parent has
            value i; of the root, that of j.
        pairs: float64 (V, V, S, S), the shares of the values of any two variables in the data, whether they are joined
            or not; of a variable with itself, those of its values on the diagonal.
    """

    order: Int64Array
    parents: Int64Array
    conditionals: Float64Array
    pairs: Float64Array

    @classmethod
    def fit(cls, tables: Float64Array, *, possible: BoolArray) -> "TreeModel":
        """The tree that is most likely to have made the data (Chow and Liu).

        That is the spanning tree with the most mutual information along its edges. Each table of two variables gets
        1½ images more (ours), in equal parts on all cells that are possible, so that no combination of values is
        impossible for not having been seen, and all tables agree on the shares of single values.

        Args:
            tables: float64 (V, V, S, S), images with each two values, of ``Variables.tables``.
            possible: bool (V, S), the values that occur at all.
        """
        cells = possible[:, None, :, None] & possible[None, :, None, :]
        joint = tables + _PRIOR * cells / cells.sum(axis=(2, 3), keepdims=True)
        joint /= joint.sum(axis=(2, 3), keepdims=True)
        # The tables of a variable with itself hold its values on their diagonal.
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
        everyone = np.arange(len(singles))
        joint[everyone, everyone] = singles[:, :, None] * np.eye(singles.shape[1])
        return cls(order.astype(np.int64), parents.astype(np.int64), conditionals, joint)

    @property
    def edges(self) -> list[tuple[int, int]]:
        """The pairs of variables that depend on each other directly, the lower number first; rising."""
        joined = [(int(a), int(self.parents[a])) for a in self.order[1:]]
        return sorted((min(edge), max(edge)) for edge in joined)

    def mean_log(self, data: "TreeModel") -> float:
        """The mean of the log probability of this model over the faces that another was fitted to, in nats.

        An exact sum: the logarithm is one of pairs, so their shares are all that it needs.
        """
        variables = np.arange(len(self.order))
        # The root stands before itself here, so that its values are on the diagonal.
        return float(xlogy(data.pairs[self.parents, variables], self.conditionals).sum())


def kl_trees(*, p: TreeModel, q: TreeModel) -> float:
    """What it costs more to describe the faces of P by the tree of Q than by their own, in nats a face.

    E_P[ln p(x) − ln q(x)] with the faces as they are: KL(P‖Q) where P is a tree. Where it isn't, as with attributes of
    which only one can be positive, it is KL from the data to Q's tree less that to P's own. (The divergence of the two
    trees themselves would count combinations that neither set shows.) Not below zero but for rounding and the prior,
    since no tree describes P better than its own.
    """
    return max(p.mean_log(p) - q.mean_log(p), 0.0)
