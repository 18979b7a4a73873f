"""What can be run over shards: stages, which add a layer to a face set, and sources, which make the set itself."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

import pyarrow as pa

from facegap.base.worker import Worker
from facegap.faceset import IMAGES, NetworkUse, Parent


class Stage(Protocol):
    """From each shard of some layers to the same shard of a new layer; knows nothing of workers, files or resume.

    Attributes:
        layer: The layer that it writes, such as ``embeddings/sface``.
        needs: The layers that it reads.
        networks: those that have a part in what it writes; ``layer.json`` keeps their names, hashes and licenses.
    """

    @property
    def layer(self) -> str: ...

    @property
    def needs(self) -> tuple[str, ...]: ...

    @property
    def networks(self) -> tuple[NetworkUse, ...]: ...

    def settings(self) -> dict[str, Any]:
        """All that the result depends on besides the layers: configuration, model hash, version of the code.

        JSON values only; they are kept in ``layer.json`` and hashed to the fingerprint.
        """

    def start(self, worker: Worker, /) -> Callable[[pa.Table], pa.Table]:
        """Called once in each worker, with what that has: load what is heavy and return the function.

        The function takes some rows (named as by ``FaceSet.scan``) and returns as many, in the same order, without
        ``image_id`` and with a column ``error`` (text, null where all is well). A row's result must not depend on
        which rows it came with.
        """


def layers_read(stage: Stage) -> list[str]:
    """``images``, which say what each row is, then the other layers that a stage needs."""
    return list(dict.fromkeys([IMAGES, *stage.needs]))


Tables = Mapping[str, pa.Table]
"""Some rows of a shard: a table for each layer, all with the same rows in the same order."""


class Source(Protocol):
    """Makes a face set, shard by shard: an importer, a renderer, a generator.

    Attributes:
        layers: the layers that it makes in one pass: ``images``, then any others, such as a renderer's ``truth``.
        needs: the face sets that it is made from, with the layers that it reads; what they hold is part of what the
            result depends on, and ``faceset.json`` keeps their lineage.
        networks: The networks that have a part in what it writes, as for a stage.
        shards: how many shards there are.
    """

    @property
    def layers(self) -> tuple[str, ...]: ...

    @property
    def needs(self) -> tuple[Parent, ...]: ...

    @property
    def networks(self) -> tuple[NetworkUse, ...]: ...

    @property
    def shards(self) -> int: ...

    def rows(self, shard: int) -> int:
        """Number of rows in a shard."""

    def settings(self) -> dict[str, Any]:
        """Give all that the result depends on, how the rows are divided into shards included; as for a stage."""

    def start(self, worker: Worker, /) -> Callable[[int], Iterator[Tables]]:
        """Called once in each worker, with what that has: load what is heavy and return the function.

        The function gives the rows of a shard, a few at a time: ``images`` as ``images_schema``, and the other layers
        without ``image_id``, which is added, and without ``error``: a row goes wrong as a whole, with its reason in
        ``images`` and nulls in the other layers. A layer's schema is the same in all chunks.
        """


def fingerprint(settings: Mapping[str, Any], needs: Mapping[str, str]) -> str:
    """Hash of all that a layer's content depends on: 64 hexadecimal digits."""
    canonical = json.dumps({"settings": settings, "needs": needs}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
