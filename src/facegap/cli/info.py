"""``facegap info``: what a face set is and holds."""

from facegap.cli.console import AsJson, SetPath, end, show


def info(path: SetPath, as_json: AsJson = False) -> None:
    """Say what a face set is, and which layers it has."""
    from facegap.cli.preparing import opened

    found = opened(path)
    faceset = found.faceset
    layers = [faceset.layer(name) for name in faceset.layers()]
    size = faceset.info.image_size
    facts: dict[str, object] = {
        "name": faceset.info.name,
        "kind": faceset.info.kind,
        "license": faceset.info.license,
        "images": len(faceset),
        "identities": faceset.identities(),
        "image_size": f"{size[0]}×{size[1]}" if size else "various",
        "alignment": faceset.info.alignment,
        "source": faceset.info.provenance.get("source"),
        "shards": len(faceset.shard_rows),
    }
    if as_json:
        facts["layers"] = [
            {
                "layer": layer.layer,
                "errors": layer.errors,
                "settings": layer.settings,
                "content": layer.content,
            }
            for layer in layers
        ]
    else:
        facts["layers"] = [
            layer.layer + (f" ({layer.errors} rows in error)" if layer.errors else "") for layer in layers
        ]
        unfinished = faceset.unfinished()
        if unfinished:
            facts["unfinished"] = unfinished
    show(facts, as_json=as_json)
    end(found.imported)
