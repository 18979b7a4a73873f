"""The page of one layer of attributes: how often each is there, and what the annotator means by it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from facegap.annotate.vocabulary import Contradictions, Vocabulary, find_contradictions
from facegap.base.arrays import Int8Array
from facegap.compare import AttributeShares, LabeledSet
from facegap.compare.attributes.score_shares import estimate_score_shares
from facegap.compare.attributes.shares import describe_shares
from facegap.compare.attributes.tally import Tally
from facegap.faceset import FaceSet, label_layer
from facegap.models import DomainSheet, ModelCard, find_sheet
from facegap.report.annotation.gallery import gallery_section
from facegap.report.annotation.label_shares import label_shares_section
from facegap.report.annotation.layer import LayerSummary, layer_section
from facegap.report.figures.figure import Figure
from facegap.report.page.attribute_groups import AttributeGroup, group_attributes, vocabulary_of
from facegap.report.page.images import Gallery, read_gallery
from facegap.report.page.page import Report, write_page
from facegap.report.page.picks import Annotated, Picks, pick_most_confident
from facegap.report.page.section import Section, figures_of, fill_template

_MOST_CONTRADICTIONS = 12
"""So many are shown."""


def write_annotation(
    faceset: FaceSet,
    layer: str,
    folder: Path,
    *,
    card: ModelCard | None = None,
    vocabulary: Vocabulary | None = None,
    most: int = 8,
    seed: int = 0,
) -> Report:
    """Write ``annotation.html``, ``annotation.json`` and a PNG of the figure into ``folder``.

    Args:
        faceset: the set.
        layer: of its attributes, such as ``truth``, ``mac`` or ``attributes/mac``.
        folder: where to; made if need be.
        card: of the network that made the layer, whose accuracy and limits are shown beside its answers.
        vocabulary: what groups the attributes and says which contradict each other; by default see
            ``vocabulary_of``.
        most: pictures of a kind for each attribute, at most.
        seed: of intervals, and of pictures that are drawn at random.

    Raises:
        FaceSetError: there is no such layer, or no label in it.
    """
    labeled = LabeledSet.load(faceset, label_layer(faceset, layer))
    described, sheet = LayerSummary.of(faceset, labeled), _sheet_of(labeled, card)
    words = vocabulary or vocabulary_of(labeled.attributes, card)
    shares, grouped = _shares(labeled, words, seed=seed)
    contrary = find_contradictions(_in_order(labeled, words), words) if words else None
    answers = Annotated.read(faceset, labeled)
    picked = pick_most_confident(answers, labeled.attributes, most=most, seed=seed)
    examples = [one.example for one in contrary.kinds[:_MOST_CONTRADICTIONS]] if contrary else []
    places = {place for place in examples if answers.seen[place]}.union(*(picks.places for picks in picked))
    pictures = read_gallery(faceset, described.name, places, rows=labeled.rows)
    sections = [
        layer_section(described, card, words),
        _label_shares(labeled, described.name, shares, grouped, card, sheet),
        *([_contradictions(described.name, contrary, pictures)] if contrary else []),
        gallery_section(
            described.name,
            picked,
            grouped,
            pictures,
            calibrated=all(one.validated for one in shares.values()),
        ),
    ]
    ids = {place: example.image_id for (_, place), example in pictures.items()}
    results = {
        "annotation": described,
        "groups": {group.name: group.attributes for group in grouped},
        "shares": shares,
        "contradictions": contrary,
        "most_confident": {picks.attribute: _with_ids(picks, ids) for picks in picked},
    }
    title = f"Attributes of {described.name} ({described.short_layer})"
    return write_page(title=title, sections=sections, results=results, folder=folder, name="annotation")


def annotation_figures(
    faceset: FaceSet,
    layer: str,
    *,
    card: ModelCard | None = None,
    vocabulary: Vocabulary | None = None,
    seed: int = 0,
) -> dict[str, Figure]:
    """The figures of the report by their names; the arguments are those of ``write_annotation``."""
    labeled = LabeledSet.load(faceset, label_layer(faceset, layer))
    shares, grouped = _shares(labeled, vocabulary or vocabulary_of(labeled.attributes, card), seed=seed)
    return figures_of([_label_shares(labeled, faceset.info.name, shares, grouped, card, _sheet_of(labeled, card))])


def _sheet_of(labeled: LabeledSet, card: ModelCard | None) -> DomainSheet | None:
    """What was measured of the network on images of this kind, where the labels are those that were measured."""
    if card is None or card.sha256 is None or labeled.validity.data is None:
        return None
    return find_sheet(card.sha256, labeled.validity.domain)


def _label_shares(
    labeled: LabeledSet,
    name: str,
    shares: Mapping[str, AttributeShares],
    groups: Sequence[AttributeGroup],
    card: ModelCard | None,
    sheet: DomainSheet | None,
) -> Section:
    annotator = card.annotator if card else None
    return label_shares_section(name, shares, groups, validity=labeled.validity, card=annotator, sheet=sheet)


def _shares(
    labeled: LabeledSet, vocabulary: Vocabulary | None, *, seed: int
) -> tuple[dict[str, AttributeShares], Sequence[AttributeGroup]]:
    """How often each attribute is there, and the attributes by group."""
    described = describe_shares(labeled, Tally(labeled, seed=seed), estimate_score_shares(labeled, seed=seed))
    groups = group_attributes(labeled.attributes, vocabulary.groups if vocabulary else {})
    return dict(zip(labeled.attributes, described, strict=True)), groups


def _contradictions(name: str, contradictions: Contradictions, pictures: Gallery) -> Section:
    """The contradictions that are most frequent, each with a picture.

    Args:
        name: of the set.
        contradictions: the contradictions.
        pictures: of their examples, by ``name`` and place; one that they lack isn't shown.
    """
    rows = [(one, pictures.get((name, one.example))) for one in contradictions.kinds[:_MOST_CONTRADICTIONS]]
    body = fill_template("annotation/contradictions.html", contradictions=contradictions, rows=rows)
    return Section("contradictions", "Contradictory labels", body)


def _in_order(labeled: LabeledSet, vocabulary: Vocabulary) -> Int8Array:
    """Labels in the vocabulary's order; what the layer lacks is undefined."""
    labels = np.zeros((len(labeled.labels), len(vocabulary.attributes)), dtype=np.int8)
    shared = [name for name in labeled.attributes if name in vocabulary.attributes]
    labels[:, vocabulary.columns(shared)] = labeled.only(tuple(shared)).labels
    return labels


def _with_ids(picks: Picks, ids: Mapping[int, str]) -> dict[str, Any]:
    kinds = {"yes": picks.yes, "no": picks.no, "borderline": picks.borderline}
    return {
        kind: [{"image_id": ids[one.place], "score": one.score, "reliability": one.reliability} for one in chosen]
        for kind, chosen in kinds.items()
    }
