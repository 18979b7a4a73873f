"""How like real images synthetic ones are, on any embedding: a register of metrics, neighborhoods, novelty."""

from facegap.compare.fidelity.cross_neighborhoods import CrossNeighborhoods, compare_neighborhoods
from facegap.compare.fidelity.embedded_pair import NEIGHBORS, EmbeddedPair, Needs, Reach
from facegap.compare.fidelity.fidelity import Fidelity, measure_fidelity
from facegap.compare.fidelity.metric import Metric, MetricCard, get_metric, known_metrics, metric_table, register_metric
from facegap.compare.fidelity.metrics.classifier import classifier_auc
from facegap.compare.fidelity.metrics.frechet import frechet_distance
from facegap.compare.fidelity.metrics.kernel_distance import kernel_distance
from facegap.compare.fidelity.metrics.laplacian_discrepancy import laplacian_discrepancy
from facegap.compare.fidelity.metrics.vendi import vendi_score
from facegap.compare.fidelity.novelty import ClosePair, Novelty

__all__ = [
    "NEIGHBORS",
    "ClosePair",
    "CrossNeighborhoods",
    "EmbeddedPair",
    "Fidelity",
    "Metric",
    "MetricCard",
    "Needs",
    "Novelty",
    "Reach",
    "classifier_auc",
    "compare_neighborhoods",
    "frechet_distance",
    "get_metric",
    "kernel_distance",
    "known_metrics",
    "laplacian_discrepancy",
    "measure_fidelity",
    "metric_table",
    "register_metric",
    "vendi_score",
]
