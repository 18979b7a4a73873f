"""What four estimators say of the divergence of two sets."""

from dataclasses import dataclass

from facegap.base.short_repr import ShortRepr
from facegap.compare.joint.classifiers.classifier_divergence import ClassifierDivergence
from facegap.compare.joint.densities.kernel_divergence import KernelDivergence
from facegap.compare.joint.densities.neighbor_divergence import NeighborDivergence
from facegap.compare.joint.divergence import BothWays
from facegap.compare.joint.space import JointSpace
from facegap.compare.joint.trees.tree_divergence import TreeDivergence


@dataclass(frozen=True)
class Used:
    """The images of a set that were compared.

    Attributes:
        images: How many images were compared.
        people: How many people they show.
        left_out: How many images have no score for some attribute, and were left out.
        drawn: Whether only the images of some people, drawn at random, were compared.
    """

    images: int
    people: int
    left_out: int
    drawn: bool


@dataclass(frozen=True)
class JointDivergence(ShortRepr):
    """KL both ways of all attributes together; P is the data, Q the model.

    Attributes:
        attributes: The names of the attributes that both sets have.
        p: What was compared of P.
        q: What was compared of Q.
        same: Whether both are one and the same set.
        space: Where kernels and neighbors were compared; the tree sees the labels, the classifier the labels or scores
            as they are.
        tree: The divergence of the labels by trees.
        kernel: The divergence by kernel density.
        neighbors: The divergence by nearest neighbors.
        classifier: Lower bounds of the divergence by a classifier.
    """

    attributes: tuple[str, ...]
    p: Used
    q: Used
    same: bool
    space: JointSpace
    tree: TreeDivergence
    kernel: KernelDivergence
    neighbors: NeighborDivergence
    classifier: ClassifierDivergence

    @property
    def estimators(self) -> dict[str, BothWays]:
        """All four estimates by the name of the estimator, the one for the headline first."""
        return {
            "Chow–Liu tree": self.tree,
            "Kernel density": self.kernel,
            "Nearest neighbors": self.neighbors,
            "Classifier": self.classifier,
        }

    @property
    def larger(self) -> tuple[int, int]:
        """How many estimators find KL(P‖Q) the larger one, and how many KL(Q‖P)."""
        values = [ways.asymmetry.value for ways in self.estimators.values()]
        return sum(value > 0 for value in values), sum(value < 0 for value in values)

    @property
    def clearly_larger(self) -> tuple[int, int]:
        """As ``larger``, of the estimators whose interval of the difference leaves out zero."""
        asymmetries = [ways.asymmetry for ways in self.estimators.values()]
        return sum(difference.low > 0 for difference in asymmetries), sum(
            difference.high < 0 for difference in asymmetries
        )
