"""The page of one layer of attributes: how often each is there, and what the annotator means by it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from facegap.annotate.vocabulary import Vocabulary, contradictions
from facegap.base.arrays import Int8Array
from facegap.compare import LabeledSet
from facegap.compare.attributes.shares import describe_shares
from facegap.compare.attributes.tally import Tally
from facegap.faceset import FaceSet, label_layer
from facegap.models import ModelCard
from facegap.report.attribute_groups import group_attributes
from facegap.report.galleries import read_small_gallery
from facegap.report.page import Report, write_page
from facegap.report.sections.annotated import AnnotatedLayer, annotated
from facegap.report.sections.contradictory import MOST_CONTRADICTIONS, contradictory
from facegap.report.sections.gallery import gallery
from facegap.report.sections.label_shares import label_shares
from facegap.report.surest import Annotated, Picks, pick_surest


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
    described = AnnotatedLayer.of(faceset, labeled)
    words = vocabulary or vocabulary_of(labeled.attributes, card)
    grouped = group_attributes(labeled.attributes, words.groups if words else {})
    shares = dict(zip(labeled.attributes, describe_shares(Tally(labeled, seed=seed), labeled.reliability), strict=True))
    contrary = contradictions(_in_order(labeled, words), words) if words else None
    answers = Annotated.read(faceset, labeled)
    picked = pick_surest(answers, labeled.attributes, most=most, seed=seed)
    examples = [one.example for one in contrary.found[:MOST_CONTRADICTIONS]] if contrary else []
    places = {place for place in examples if answers.seen[place]}.union(*(picks.places for picks in picked))
    pictures = read_small_gallery(faceset, described.name, places, rows=labeled.rows)
    sections = [
        annotated(described, card, words),
        label_shares(shares, grouped, card.annotator if card else None),
        *([contradictory(described.name, contrary, pictures)] if contrary else []),
        gallery(described.name, picked, grouped, pictures),
    ]
    ids = {place: example.image_id for (_, place), example in pictures.items()}
    results = {
        "annotation": described,
        "groups": {group.name: group.attributes for group in grouped},
        "shares": shares,
        "contradictions": contrary,
        "surest": {picks.attribute: _with_ids(picks, ids) for picks in picked},
    }
    title = f"Attributes of {described.name} ({described.short_layer})"
    return write_page(title=title, sections=sections, results=results, folder=folder, name="annotation")


def vocabulary_of(names: Sequence[str], card: ModelCard | None = None) -> Vocabulary | None:
    """The vocabulary of the package that the attributes are from.

    Args:
        names: of the attributes.
        card: of the network that gave them, which says so where it is known.

    Returns:
        Otherwise the smallest that has all of them; None where there is none.
    """
    if card and card.annotator and card.annotator.vocabulary in Vocabulary.packaged.names():
        return Vocabulary.load(card.annotator.vocabulary)
    known = [one for one in map(Vocabulary.load, Vocabulary.packaged.names()) if set(names) <= set(one.attributes)]
    return min(known, key=lambda one: len(one.attributes), default=None)


def _in_order(labeled: LabeledSet, vocabulary: Vocabulary) -> Int8Array:
    """Labels in the vocabulary's order; what the layer lacks is undefined."""
    labels = np.zeros((len(labeled.labels), len(vocabulary.attributes)), dtype=np.int8)
    shared = [name for name in labeled.attributes if name in vocabulary.attributes]
    labels[:, vocabulary.columns(shared)] = labeled.only(tuple(shared)).labels
    return labels


def _with_ids(picks: Picks, ids: Mapping[int, str]) -> dict[str, Any]:
    kinds = {"yes": picks.yes, "no": picks.no, "fence": picks.fence}
    return {
        kind: [{"image_id": ids[one.place], "score": one.score, "reliability": one.reliability} for one in chosen]
        for kind, chosen in kinds.items()
    }
