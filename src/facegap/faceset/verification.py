"""Does a face set still hold what was written: hashes, row counts, one order of rows in all layers, lineage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from facegap.base.errors import FaceSetError
from facegap.faceset.faceset import IMAGES, FaceSet
from facegap.faceset.files import sha256
from facegap.faceset.lineage import changed_layers
from facegap.faceset.manifest import LayerInfo


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        where: the layer or file.
        what: what is wrong with it.
        mend: what to do.
    """

    where: str
    what: str
    mend: str


def find_problems(faceset: FaceSet) -> list[Problem]:
    """Check every layer of a face set; reads every file once.

    Of the sets that it was made from, those that are still there are asked whether they hold what was read from them;
    one that has gone is no problem of this set, and ``absent_parents`` tells of it.

    Returns:
        The problems found, none for a sound set.
    """
    if IMAGES not in faceset.layers():
        return [Problem(IMAGES, "the layer is missing", _mend(IMAGES))]
    problems: list[Problem] = []
    reference = [_keys(faceset, IMAGES, number, "image_id") for number in range(len(faceset.shard_rows))]
    present = [ids for ids in reference if ids is not None]
    everything = pa.chunked_array(present, type=pa.string())
    if len(everything.unique()) != len(everything):
        problems.append(Problem(IMAGES, "an image id occurs twice", "import it again from its source"))
    for name in faceset.layers():
        try:
            layer = faceset.layer(name)
        except FaceSetError as error:
            problems.append(Problem(name, str(error), _mend(name)))
            continue
        problems.extend(_verify_needs(faceset, layer))
        problems.extend(_verify_shards(faceset, layer, reference))
    problems.extend(_verify_people(faceset))
    problems.extend(_verify_parents(faceset))
    return problems


def _verify_people(faceset: FaceSet) -> Iterator[Problem]:
    layers = faceset.people_layers()
    if not layers:
        return
    identities = pa.array(faceset.rows_by_identity(), pa.string())
    for name in layers:
        try:
            layer = faceset.layer(name)
        except FaceSetError as error:
            yield Problem(name, str(error), _mend(name))
            continue
        yield from _verify_needs(faceset, layer)
        size = int(layer.settings["people_a_shard"])
        reference = [identities.slice(start, size) for start in range(0, len(identities), size)]
        yield from _verify_shards(faceset, layer, reference, key="identity")


def _verify_parents(faceset: FaceSet) -> Iterator[Problem]:
    for record in faceset.info.parents:
        for layer in changed_layers(record, faceset.path) or []:
            what = f"{layer} of {record.name}, which the set was made from, no longer holds what was read from it"
            mend = f"put the former {record.name} back, or make this set again under another name"
            yield Problem("faceset.json", what, mend)


def _verify_needs(faceset: FaceSet, layer: LayerInfo) -> Iterator[Problem]:
    for needed, content in layer.needs.items():
        if needed not in faceset.layers():
            yield Problem(layer.layer, f"was made from the layer {needed}, which is gone", f"make {needed} again")
        elif faceset.layer(needed).content != content:
            what = f"was made from another {needed} than the one that is here"
            yield Problem(layer.layer, what, f"make {layer.layer} again with --replace")
    if not layer.needs and layer.fingerprint != faceset.layer(IMAGES).fingerprint:
        mend = "move it elsewhere, then run the command that made the set again"
        yield Problem(layer.layer, "was made with other images than those that are here", mend)


def _verify_shards(
    faceset: FaceSet, layer: LayerInfo, reference: Sequence[pa.Array | None], *, key: str = "image_id"
) -> Iterator[Problem]:
    folder = faceset.layer_path(layer.layer)
    mend = _mend(layer.layer)
    expected = {shard.file for shard in layer.shards} | {"layer.json"}
    for stray in sorted(entry.name for entry in folder.iterdir() if entry.is_file() and entry.name not in expected):
        yield Problem(f"{layer.layer}/{stray}", "does not belong to the layer", "move it elsewhere")
    if len(layer.shards) != len(reference):
        yield Problem(layer.layer, f"has {len(layer.shards)} shards, not {len(reference)}", mend)
        return
    for number, shard in enumerate(layer.shards):
        where = f"{layer.layer}/{shard.file}"
        path = folder / shard.file
        if not path.is_file():
            yield Problem(where, "is missing", mend)
            continue
        if sha256(path) != shard.sha256:
            yield Problem(where, f"its content changed ({path.stat().st_size} bytes)", f"delete the file, then {mend}")
        ids = _keys(faceset, layer.layer, number, key)
        if ids is None:
            yield Problem(where, "is not a readable Parquet file", f"delete the file, then {mend}")
        elif len(ids) != shard.rows:
            yield Problem(where, f"has {len(ids)} rows, not {shard.rows}", f"delete the file, then {mend}")
        elif reference[number] is not None and not ids.equals(reference[number]):
            noun = "image ids" if key == "image_id" else "identities"
            what = f"its {noun} are not those of images, in that order"
            yield Problem(where, what, f"delete the file, then {mend}")


def _keys(faceset: FaceSet, layer: str, number: int, key: str) -> pa.Array | None:
    """The image ids or identities of one shard, or None where they can't be read."""
    try:
        path = faceset.shard_paths(layer)[number]
        return pq.read_table(path, columns=[key], use_threads=False)[key].combine_chunks()
    except (OSError, pa.ArrowInvalid, IndexError):
        return None


def _mend(layer: str) -> str:
    made = "set" if layer == IMAGES else "layer"
    return f"run the command that made the {made} again: it makes only what is missing"
