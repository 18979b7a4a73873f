"""Clusters of the annotations: which sets fill which, and what their faces look like."""

from collections.abc import Sequence

from facegap.compare.clusters import Cluster, Clustering
from facegap.compare.clusters.stability import choose_k
from facegap.report.figures.rows.bars import Bars, colors
from facegap.report.figures.rows.share_rows import ShareRows
from facegap.report.page.images import Gallery
from facegap.report.page.section import Section, fill_template


def clusters_section(clustering: Clustering, pictures: Gallery, *, doubted: Sequence[str] = ()) -> Section:
    """Occupancy, spread and galleries; gray where the annotator isn't validated on the images of all sets.

    Args:
        clustering: what was clustered.
        pictures: by the name of the set and the image's place in it; an image that they lack isn't shown.
        doubted: attributes for which the annotator isn't validated on the images of some set.
    """
    galleries = [
        [
            (name, [pictures[(name, row)] for row in rows if (name, row) in pictures])
            for name, rows in zip(clustering.names, cluster.typical, strict=True)
        ]
        for cluster in clustering.clusters
    ]
    figure = Bars(
        name="clusters",
        alt="Share of the images of each set that are in each cluster",
        x_label="share of the set's images, with 95 % interval",
        rows=tuple(
            f"{number}: {describe_cluster(cluster)}" for number, cluster in enumerate(clustering.clusters, start=1)
        ),
        sets=tuple(
            ShareRows(name, color, tuple(cluster.occupancy.shares[number] for cluster in clustering.clusters))
            for number, (name, color) in enumerate(zip(clustering.names, colors(clustering.names), strict=True))
        ),
        links=tuple(
            f"#cluster-{number}" if any(examples for _, examples in gallery) else ""
            for number, gallery in enumerate(galleries, start=1)
        ),
    )
    figures = (figure,) if len(clustering.clusters) > 1 else ()
    body = fill_template(
        "comparison/clusters.html",
        clustering=clustering,
        figures=figures,
        galleries=galleries,
        labels=[describe_cluster(cluster) for cluster in clustering.clusters],
        chosen=choose_k(clustering.stability),
        doubted=doubted,
    )
    return Section("clusters", "Clusters of faces", body, figures)


def cluster_rows(clustering: Clustering) -> dict[str, list[int]]:
    """The images that the section shows, by set: rising places in its ``LabeledSet``."""
    return {
        name: sorted({row for cluster in clustering.clusters for row in cluster.typical[number]})
        for number, name in enumerate(clustering.names)
    }


def describe_cluster(cluster: Cluster, *, most: int = 3) -> str:
    """A cluster by what sets it apart: ``Smiling, not Male``; of one column, only what it is."""
    more = {_column(trait.attribute) for trait in cluster.traits if trait.excess > 0}
    telling = [trait for trait in cluster.traits if trait.excess > 0 or _column(trait.attribute) not in more]
    words = [trait.attribute if trait.excess > 0 else f"not {trait.attribute}" for trait in telling[:most]]
    return ", ".join(words) or "like all images"


def _column(attribute: str) -> str:
    """What an attribute is a value of: ``race`` of ``race: Black``."""
    return attribute.partition(":")[0]
