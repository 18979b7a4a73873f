"""Fidelity: how embeddings of synthetic images lie among those of real ones, and how near they come to copies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facegap.compare.description import SideWords
from facegap.compare.fidelity import Fidelity, Novelty, known_metrics
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.page.images import Pictures
from facegap.report.page.section import Section, fill_template


@dataclass(frozen=True)
class PairIds:
    """The image ids of a ``ClosePair``."""

    real: str
    synthetic: str


def fidelity_section(
    fidelity: Fidelity,
    *,
    real: str,
    synthetic: str,
    embedding: str,
    words: SideWords,
    pictures: Pictures,
    pairs: Sequence[PairIds],
) -> Section:
    """Distances of the sets, what part of each lies where the other does, and the nearest pairs as pictures.

    Args:
        fidelity: what was measured.
        real: name of the real set.
        synthetic: of the synthetic one.
        embedding: of the embeddings.
        words: what sentences call the sets.
        pictures: of all images in ``pairs``, by these names.
        pairs: the ids of ``fidelity.novelty.closest``, in its order; none without novelty or pictures.
    """
    figures = (_figure(fidelity.novelty, real, synthetic, embedding),) if fidelity.novelty else ()
    body = fill_template(
        "comparison/fidelity.html",
        fidelity=fidelity,
        real=real,
        synthetic=synthetic,
        embedding=embedding,
        words=words,
        figures=figures,
        pictures=pictures,
        metrics=[(metric.card, fidelity.metrics.get(metric.card.name)) for metric in known_metrics()],
        closest=list(zip(fidelity.novelty.closest, pairs, strict=True)) if fidelity.novelty and pairs else [],
    )
    return Section("fidelity", "Fidelity, diversity and near-copies", body, figures)


def _figure(novelty: Novelty, real: str, synthetic: str, embedding: str) -> Curves:
    return Curves(
        name="fidelity",
        alt=f"Distributions of the similarity of each image of {synthetic} to its nearest one of {real}, and of each "
        f"image of {real} to the nearest of another of its people",
        x_label=f"cosine similarity to the nearest image ({embedding})",
        y_label="share of images (bins of 0.01)",
        lines=tuple(_lines(novelty, real, synthetic)),
    )


def _lines(novelty: Novelty, real: str, synthetic: str) -> Iterator[Line]:
    if novelty.real_similarities.total:
        yield Line.of_scores(f"{real}: nearest of another person", novelty.real_similarities, REAL, dashed=True)
    yield Line.of_scores(f"{synthetic}: nearest in {real}", novelty.similarities, SYNTHETIC, dashed=False)
