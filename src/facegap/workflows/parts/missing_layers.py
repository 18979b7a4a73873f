"""What is said where a set lacks a layer that is needed: which, and the command that makes it."""

import shlex
from collections.abc import Sequence
from typing import Literal

from facegap.base.errors import FaceSetError
from facegap.base.suggestions import hint
from facegap.faceset import FaceSet, check_layer_name, label_layer
from facegap.matching import embedding_names
from facegap.models import known_cards

LayerKind = Literal["attributes", "embeddings"]

TRUTH = "truth"


def short_name(layer: str) -> str:
    """What a user calls a layer: ``mac`` of ``attributes/mac``, ``sface`` of ``embeddings/sface``, ``truth``."""
    kind, _, name = layer.partition("/")
    return name if kind in ("attributes", "embeddings") else layer


def named_layers(faceset: FaceSet, kind: LayerKind) -> list[str]:
    """The layers of a set that may be compared without being named; features of a network aren't embeddings."""
    if kind == "embeddings":
        return [f"embeddings/{name}" for name in sorted(embedding_names(faceset))]
    return [layer for layer in faceset.layers() if layer == TRUTH or layer.startswith("attributes/")]


def require_layer(sets: Sequence[FaceSet], kind: LayerKind, name: str) -> list[str]:
    """Find a layer that is asked for by name in each of the sets.

    Args:
        sets: one at least.
        kind: what it holds.
        name: ``sface``, ``mac``, ``truth``, or a layer's whole name.

    Returns:
        The layer's whole name in each set.

    Raises:
        FaceSetError: a set lacks it; the message names the command that makes it, or the nearest name.
    """
    layers = [
        label_layer(faceset, name) if kind == "attributes" else f"embeddings/{name.removeprefix('embeddings/')}"
        for faceset in sets
    ]
    has_layer = [layer in faceset.layers() for faceset, layer in zip(sets, layers, strict=True)]
    if all(has_layer):
        return layers
    wanted = next((layer for layer, has in zip(layers, has_layer, strict=True) if has), _whole_name(layers[0], kind))
    check_layer_name(wanted)
    if not any(has_layer) and short_name(wanted) not in _network_names(kind):
        raise FaceSetError(_unknown(sets, kind, wanted))
    raise FaceSetError("; ".join(lacking(sets, wanted)))


def lacking(sets: Sequence[FaceSet], layer: str) -> list[str]:
    """A sentence without its full stop for each set that has no such layer, with the command that makes it."""
    example = next((faceset for faceset in sets if layer in faceset.layers()), None)
    return [_lacks(faceset, layer, example) for faceset in sets if layer not in faceset.layers()]


def _lacks(faceset: FaceSet, layer: str, example: FaceSet | None) -> str:
    begun = any(each.startswith(f"{layer.replace('/', '.')}: ") for each in faceset.unfinished())
    how = "has not finished" if begun else "has no"
    return f"{faceset.info.name} {how} {layer}; {_advice(faceset, layer, example)}"


def _advice(faceset: FaceSet, layer: str, example: FaceSet | None) -> str:
    kind, _, name = layer.partition("/")
    path = shlex.quote(str(faceset.path))
    settings = example.layer(layer).settings if example else {"model": name}
    model = settings.get("model")
    if kind == "embeddings":
        options = ["--no-mirror"] if settings.get("mirror") is False else []
        command = f"facegap embed {path} --model {shlex.quote(str(model or 'MODEL'))}"
    elif kind == "attributes" and model:
        options, command = [], f"facegap annotate {path} --model {shlex.quote(str(model))}"
    elif kind == "attributes":
        options, command = [], f"facegap annotate {path} --labels FILE"
    elif layer == TRUTH:
        return "only rendered sets know it; annotate all sets with one network, `facegap annotate SET`"
    else:
        return f"it has: {', '.join(faceset.layers())}"
    options += [f"--name {name}"] if name != model else []
    return f"run `{' '.join([command, *options])}`"


def _unknown(sets: Sequence[FaceSet], kind: LayerKind, layer: str) -> str:
    """No set has a layer, and no network is called so."""
    has = {faceset.path: [short_name(each) for each in named_layers(faceset, kind)] for faceset in sets}
    known = {*(name for names in has.values() for name in names), *_network_names(kind)}
    each = "; ".join(f"{faceset.info.name} has: {', '.join(has[faceset.path]) or 'none'}" for faceset in sets)
    subject = "no set has" if len(sets) > 1 else f"{sets[0].info.name} has no"
    return f"{subject} {kind} {short_name(layer)!r}; {hint(short_name(layer), known)} ({each})"


def _whole_name(layer: str, kind: LayerKind) -> str:
    return layer if "/" in layer or layer == TRUTH else f"{kind}/{layer}"


def _network_names(kind: LayerKind) -> set[str]:
    role = "annotator" if kind == "attributes" else "embedder"
    return {name for name, card in known_cards().items() if card.role == role}
