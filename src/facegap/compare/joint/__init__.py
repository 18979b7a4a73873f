"""The divergence of two sets in all attributes together, by four estimators of different nature."""

from facegap.compare.joint.agreement import BelievedRange, Direction, rough_images
from facegap.compare.joint.classifiers.classifier_divergence import ClassifierDivergence, classifier_divergence
from facegap.compare.joint.densities.kernel_divergence import KernelDivergence, kernel_divergence
from facegap.compare.joint.densities.neighbor_divergence import NeighborDivergence, neighbor_divergence
from facegap.compare.joint.divergence import BothWays, Divergence
from facegap.compare.joint.joint import MOST, joint_divergence
from facegap.compare.joint.result import JointDivergence, Used
from facegap.compare.joint.sample import Sample
from facegap.compare.joint.space import JointSpace
from facegap.compare.joint.trees.tree_divergence import TreeDivergence, tree_divergence

__all__ = [
    "MOST",
    "BelievedRange",
    "BothWays",
    "ClassifierDivergence",
    "Direction",
    "Divergence",
    "JointDivergence",
    "JointSpace",
    "KernelDivergence",
    "NeighborDivergence",
    "Sample",
    "TreeDivergence",
    "Used",
    "classifier_divergence",
    "joint_divergence",
    "kernel_divergence",
    "neighbor_divergence",
    "rough_images",
    "tree_divergence",
]
