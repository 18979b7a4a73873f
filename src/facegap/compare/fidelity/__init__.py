"""How like real images synthetic ones are, on any embedding: distances of sets, shared manifolds, novelty."""

from facegap.compare.fidelity.fidelity import Fidelity, measure_fidelity
from facegap.compare.fidelity.frechet import frechet_distance, measure_frechet
from facegap.compare.fidelity.kid import kernel_distance, measure_kernel_distance
from facegap.compare.fidelity.manifold_shares import ManifoldShares
from facegap.compare.fidelity.manifolds import NEIGHBORS, Manifolds, compare_manifolds
from facegap.compare.fidelity.measured import Measured
from facegap.compare.fidelity.novelty import ClosePair, Novelty

__all__ = [
    "NEIGHBORS",
    "ClosePair",
    "Fidelity",
    "ManifoldShares",
    "Manifolds",
    "Measured",
    "Novelty",
    "compare_manifolds",
    "frechet_distance",
    "kernel_distance",
    "measure_fidelity",
    "measure_frechet",
    "measure_kernel_distance",
]
