"""Which layer of several sets is compared: the one that is asked for, or, by a stated rule, one that all have."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from facegap.base.errors import ConfigError, FaceSetError
from facegap.faceset import FaceSet, describe_domain, labels_of
from facegap.matching import check_embedded_alike
from facegap.models import card_by_hash
from facegap.workflows.parts.embeddings import Embeddings
from facegap.workflows.parts.missing_layers import (
    TRUTH,
    LayerKind,
    lacking,
    named_layers,
    require_layer,
    short_name,
)

Asked = str | Literal[False] | None
"""The name of a layer; False for none, None for whatever all sets have."""

_ATTRIBUTE_RULE = "By default {first} is taken, else another network's, else a table's, and truth last."
_EMBEDDING_RULE = "By default the first by its name is taken, and {last}, which never saw a real person, last."


_CALIBRATION = {"annotator", "domain"}
"""The settings in which the answers of one network differ where it is calibrated by the kind of images."""


@dataclass(frozen=True)
class CommonLayer:
    """A layer that is compared of each of several sets.

    Attributes:
        name: what a user calls it, such as ``mac-render``; None where none is compared.
        layers: its whole name in each of the sets; empty where none is compared.
        note: what people should know of the choice: which others there are, or why none is compared; None where there
            is nothing to say.
    """

    name: str | None
    layers: tuple[str, ...] = ()
    note: str | None = None


def choose_attributes(sets: Sequence[FaceSet | Embeddings], asked: Asked, *, first: str) -> CommonLayer:
    """Choose the layer of attributes that is compared.

    Args:
        sets: two at least.
        asked: the name of a layer, False for none; None for one that all sets have.
        first: the network whose answers are taken before all others.

    Raises:
        ConfigError: a layer is named, and one of the sets is of embeddings in memory.
        FaceSetError: a set lacks the layer that is named, or it has no attributes.
    """
    if asked is False:
        return CommonLayer(None)
    facesets = [each for each in sets if isinstance(each, FaceSet)]
    in_memory = next((each for each in sets if isinstance(each, Embeddings)), None)
    if asked is not None:
        if in_memory:
            msg = f"{in_memory.name} has embeddings and no attributes: leave out attributes, or give face sets only"
            raise ConfigError(msg)
        layers = require_layer(facesets, "attributes", asked)
        for faceset, layer in zip(facesets, layers, strict=True):
            labels_of(faceset, layer)
        return CommonLayer(asked, tuple(layers), _made_differently(facesets, layers))
    if in_memory:
        some = any(named_layers(faceset, "attributes") for faceset in facesets)
        note = f"attributes are not compared: {in_memory.name} is of embeddings alone" if some else None
        return CommonLayer(None, note=note)

    def rank(layer: str) -> tuple[bool, bool, bool, str]:
        networks = [_network_settings(faceset, layer) for faceset in facesets if layer in faceset.layers()]
        alike = networks[0] is not None and all(each == networks[0] for each in networks)
        return layer == TRUTH, not alike, short_name(layer) != first, layer

    chosen = _choose(facesets, "attributes", rank, fits=_attributes_in_common, rule=_ATTRIBUTE_RULE.format(first=first))
    differs = _made_differently(facesets, chosen.layers) if chosen.name else None
    notes = [note for note in (chosen.note, differs) if note]
    return CommonLayer(chosen.name, chosen.layers, " ".join(notes) or None)


def choose_embeddings(sets: Sequence[FaceSet], asked: Asked, *, last: str) -> CommonLayer:
    """Choose the embeddings that are compared, all of one network and its settings.

    Args:
        sets: one at least.
        asked: their name, False for none; None for some that all sets have.
        last: the network whose embeddings are taken only where there are no others.

    Raises:
        FaceSetError: a set lacks the embeddings that are named, or has them from another network.
    """
    if asked is False:
        return CommonLayer(None)
    if asked is not None:
        layers = require_layer(sets, "embeddings", asked)
        check_embedded_alike(sets, short_name(layers[0]))
        return CommonLayer(short_name(layers[0]), tuple(layers))

    def rank(layer: str) -> tuple[bool, str]:
        of_any = next(faceset for faceset in sets if layer in faceset.layers())
        return of_any.layer(layer).settings.get("model") == last, layer

    return _choose(sets, "embeddings", rank, fits=_embedded_alike, rule=_EMBEDDING_RULE.format(last=last))


def _choose(
    sets: Sequence[FaceSet],
    kind: LayerKind,
    rank: Callable[[str], tuple[bool | str, ...]],
    *,
    fits: Callable[[Sequence[FaceSet], str], str | None],
    rule: str,
) -> CommonLayer:
    """The first by its rank of the layers that all sets have and that fit, with a note where there was a choice.

    Args:
        sets: one at least.
        kind: what the layers hold.
        rank: what they are sorted by.
        fits: why a layer that all sets have can't be compared; None where it can.
        rule: of the choice, in a sentence.
    """
    of_each = [named_layers(faceset, kind) for faceset in sets]
    common = sorted(set.intersection(*map(set, of_each)), key=rank)
    unfit = {layer: reason for layer in common if (reason := fits(sets, layer))}
    chosen = [layer for layer in common if layer not in unfit]
    start = f"{kind} are not compared"
    if chosen:
        return CommonLayer(short_name(chosen[0]), (chosen[0],) * len(sets), _why(kind, chosen, rule))
    if unfit:
        return CommonLayer(None, note=f"{start}: {'; '.join(unfit.values())}")
    if not any(of_each):
        commands = {"attributes": "`facegap annotate SET`", "embeddings": "`facegap embed SET`, or --model MODEL,"}
        return CommonLayer(None, note=f"{start}: no set has any; {commands[kind]} makes them")
    often = Counter(layer for layers in of_each for layer in layers)
    most = min(often, key=lambda layer: (-often[layer], *rank(layer)))
    return CommonLayer(None, note=f"{start}: {'; '.join(lacking(sets, most))}")


def _why(kind: LayerKind, chosen: Sequence[str], rule: str) -> str | None:
    if len(chosen) == 1:
        return None
    name, *others = map(short_name, chosen)
    option = "--attributes" if kind == "attributes" else "--embedding"
    return f"{kind} compared: {name}. All sets have {', '.join(others)} too; {option} NAME takes another. {rule}"


def _attributes_in_common(sets: Sequence[FaceSet], layer: str) -> str | None:
    """Why the sets can't be compared by a layer."""
    names = [
        {column for column, kind in faceset.scan(layer).collect_schema().items() if kind == pl.Int8} for faceset in sets
    ]
    return None if set.intersection(*names) else f"{layer} has no attribute that is in all sets"


def _embedded_alike(sets: Sequence[FaceSet], layer: str) -> str | None:
    """Why the scores of the sets can't be compared."""
    try:
        check_embedded_alike(sets, short_name(layer))
    except FaceSetError as error:
        return str(error)
    return None


def _network_settings(faceset: FaceSet, layer: str) -> dict[str, object] | None:
    """What a network's answers depend on, whichever attributes were written; None for labels of others."""
    settings = faceset.layer(layer).settings
    return {key: value for key, value in settings.items() if key != "attributes"} if "model" in settings else None


def _made_differently(sets: Sequence[FaceSet], layers: Sequence[str]) -> str | None:
    """Say so where a network answered, and not the same one with the same settings for all sets."""
    if layers[0] == TRUTH:
        return None
    first, *others = (_network_settings(faceset, layer) for faceset, layer in zip(sets, layers, strict=True))
    for faceset, other in zip(sets[1:], others, strict=True):
        if other == first:
            continue
        start = f"{layers[0]} of {sets[0].info.name} and {faceset.info.name}"
        if first is None or other is None:
            return f"{start} are labels and a network's answers: what differs may be these, not the faces."
        differing = {key for key in first.keys() | other.keys() if first.get(key) != other.get(key)}
        if differing <= _CALIBRATION:
            told = _calibrated_differently({sets[0].info.name: first, faceset.info.name: other})
            if told is None:
                continue
            return told
        differ = ", ".join(sorted(differing))
        return f"{start} were made with different {differ}: what differs may be the annotators, not the faces."
    return None


def _calibrated_differently(settings: dict[str, dict[str, object]]) -> str | None:
    """Say for what one network was calibrated in its answers for two sets; None where its numbers were the same."""
    network, other = settings.values()
    if network.get("annotator") == other.get("annotator"):
        return None
    card = card_by_hash(str(network.get("model_sha256")))
    of_card = card.annotator.fingerprint() if card and card.annotator else None
    parts = []
    for name, each in settings.items():
        by_card = each.get("annotator") == of_card
        domain = each.get("domain")
        calibrated = f"calibrated for {describe_domain(str(domain))}" if domain else "of another calibration"
        parts.append(f"those for {name} are {'as its card has them' if by_card else calibrated}")
    return f"Of the answers of {network.get('model')}, {', and '.join(parts)}."
