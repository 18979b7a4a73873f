"""What four estimators say of the divergence of two sets."""

from dataclasses import dataclass, field

from facegap.base.short_repr import ShortRepr
from facegap.compare.joint.agreement import BelievedRange, Direction, believed_range, direction
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
        p_q: KL(P‖Q) by the estimators that are to be believed.
        q_p: KL(Q‖P) by the estimators that are to be believed.
        direction: Which of the two is the larger one.
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
    p_q: BelievedRange = field(init=False)
    q_p: BelievedRange = field(init=False)
    direction: Direction = field(init=False)

    def __post_init__(self) -> None:
        """Put together what the estimators say; it follows from them, and is in results with them."""
        floors = {name: ways.floor for name, ways in self.estimators.items()}
        for way in ("p_q", "q_p"):
            each = {name: getattr(ways, way) for name, ways in self.estimators.items()}
            object.__setattr__(self, way, believed_range(each, floors))
        object.__setattr__(self, "direction", direction(self.estimators))

    @property
    def estimators(self) -> dict[str, BothWays]:
        """All four estimates by the name of the estimator."""
        return {
            "Chow–Liu tree": self.tree,
            "Kernel density": self.kernel,
            "Nearest neighbors": self.neighbors,
            "Classifier": self.classifier,
        }
