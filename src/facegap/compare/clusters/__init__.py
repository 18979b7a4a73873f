"""Clusters of the pooled annotations of several sets: which sets fill which, and over how many each is spread."""

from facegap.compare.clusters.clustering import Cluster, Clustering, cluster_annotations
from facegap.compare.clusters.density import DensityClusters
from facegap.compare.clusters.occupancy import ClusterSpread, Occupancy
from facegap.compare.clusters.stability import Stability
from facegap.compare.clusters.traits import Trait

__all__ = [
    "Cluster",
    "ClusterSpread",
    "Clustering",
    "DensityClusters",
    "Occupancy",
    "Stability",
    "Trait",
    "cluster_annotations",
]
