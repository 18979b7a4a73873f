"""A face set on disk: a folder with ``faceset.json`` and layers of Parquet shards in one common order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.base.errors import FaceSetError
from facegap.faceset.codec import Pixels, decode
from facegap.faceset.manifest import FaceSetInfo, LayerInfo

IMAGES = "images"
PEOPLE = "people/"
"""What the names of layers with a row for each identity, in place of each image, begin with."""

_LAYER_NAME = re.compile(r"[a-z]+(/[A-Za-z0-9][A-Za-z0-9._-]*)?")


def check_layer_name(name: str) -> str:
    """Return ``name`` if it can be a layer: ``images``, or a kind and a name such as ``embeddings/sface``.

    Raises:
        FaceSetError: it could be mistaken for a path elsewhere.
    """
    if not _LAYER_NAME.fullmatch(name):
        msg = f"{name!r} can't be the name of a layer; use letters, digits, '.', '_' and '-', as in 'embeddings/sface'"
        raise FaceSetError(msg)
    return name


def holds_faceset(path: Path) -> bool:
    """Say whether a folder holds a face set, complete or only begun."""
    return any((path / sign).exists() for sign in ("faceset.json", ".work", f"{IMAGES}/layer.json"))


class FaceSet:
    """An open face set. Nothing is read before it is asked for.

    >>> import tempfile
    >>> import numpy as np
    >>> import facegap
    >>> from facegap.faceset import encode_png
    >>> folder = tempfile.TemporaryDirectory()
    >>> photos, path = Path(folder.name, "photos"), Path(folder.name, "set")
    >>> for person in ("ann", "bob"):
    ...     (photos / person).mkdir(parents=True)
    ...     _ = (photos / person / "0.png").write_bytes(encode_png(np.zeros((8, 8, 3), np.uint8)))
    >>> _ = facegap.import_faces(photos, path, kind="real", workers=1)
    >>> faceset = FaceSet.open(path)
    >>> len(faceset), faceset.layers(), faceset.identities()
    (2, ['images'], 2)
    >>> faceset.scan().select("image_id", "identity", "width").collect().rows()
    [('ann/0', 'ann', 8), ('bob/0', 'bob', 8)]
    >>> folder.cleanup()

    Attributes:
        path: The folder that holds the set.
        info: What ``faceset.json`` says of the set.
    """

    def __init__(self, path: Path, info: FaceSetInfo) -> None:
        self.path = path
        self.info = info

    @classmethod
    def open(cls, path: str | Path) -> "FaceSet":
        """Open the face set in the folder ``path``; ``facegap.open`` imports other data sets on the way.

        Raises:
            FaceSetError: there is none, or the run that makes it, or makes its missing shards, hasn't finished.
        """
        path = Path(path)
        for sign in ("faceset.json", f"{IMAGES}/layer.json"):
            if not (path / sign).is_file():
                again = "it is not finished; run the command that makes it again"
                advice = again if holds_faceset(path) else "make one with `facegap import`"
                msg = f"{path} is not a face set (no {sign} in it): {advice}"
                raise FaceSetError(msg)
        return cls(path, FaceSetInfo.read(path / "faceset.json"))

    def __repr__(self) -> str:
        described = [
            self.info.kind,
            self.info.alignment,
            f"{len(self)} images",
            f"{self.identities() or 'no'} identities",
        ]
        lines = [f"FaceSet {self.info.name} in {self.path}", ", ".join(filter(None, described))]
        return "\n  ".join([*lines, f"layers: {', '.join(self.layers())}"])

    def layer_path(self, layer: str) -> Path:
        """Folder of a layer, there or not."""
        return self.path / check_layer_name(layer)

    def layers(self) -> list[str]:
        """Names of the layers over images that are complete, ``images`` first."""
        complete = {
            manifest.parent.relative_to(self.path).as_posix()
            for pattern in ("*/layer.json", "*/*/layer.json")
            for manifest in self.path.glob(pattern)
        }
        names = (name for name in complete if not name.startswith((".", PEOPLE)))
        return sorted(names, key=lambda name: (name != IMAGES, name))

    def people_layers(self) -> list[str]:
        """Names of the layers over people that are complete, such as ``people/face-render``."""
        return sorted(path.parent.relative_to(self.path).as_posix() for path in self.path.glob(f"{PEOPLE}*/layer.json"))

    def people(self, name: str) -> pl.LazyFrame:
        """Open the layer ``people/<name>``, which has a row for each identity, in the order of their first images.

        Columns are ``identity``, those of the layer, and ``error``; they are read only as far as they are used.

        Raises:
            FaceSetError: the set has no such layer.
        """
        return pl.scan_parquet(self.shard_paths(f"{PEOPLE}{name}"), glob=False)

    def rows_by_identity(self) -> dict[str, Int64Array]:
        """Give the rows of each identity, int64 and ascending, in the order of their first images."""
        rows = self.column(IMAGES, "identity").to_frame().with_row_index("row").drop_nulls()
        grouped = rows.group_by("identity", maintain_order=True).agg(pl.col("row").cast(pl.Int64))
        return {identity: np.array(numbers, dtype=np.int64) for identity, numbers in grouped.iter_rows()}

    def layer(self, name: str) -> LayerInfo:
        """What is known of a layer.

        Raises:
            FaceSetError: the set has no such layer.
        """
        manifest = self.layer_path(name) / "layer.json"
        if not manifest.is_file():
            has = ", ".join(self.people_layers() if name.startswith(PEOPLE) else self.layers()) or "none"
            msg = f"{self.path} has no complete layer {name!r}; it has: {has}"
            raise FaceSetError(msg)
        return LayerInfo.read(manifest)

    def unfinished(self) -> list[str]:
        """Layers (of those made in one pass, the first) that a run has begun and not finished, with the shards done."""
        unfinished = []
        for work in sorted(self.path.glob(".work/*")):
            layer, done = work.name.rpartition("-")[0], len(list(work.glob("receipts/*")))
            of_all = "" if layer.startswith(PEOPLE.replace("/", ".")) else f" of {len(self.shard_rows)}"
            unfinished.append(f"{layer}: {done}{of_all} shards")
        return unfinished

    def identities(self) -> int | None:
        """Number of different identities; None where no image has one."""
        return self.column(IMAGES, "identity").drop_nulls().n_unique() or None

    @property
    def shard_rows(self) -> tuple[int, ...]:
        """Number of rows in each shard, the same in every layer."""
        return tuple(shard.rows for shard in self.layer(IMAGES).shards)

    def __len__(self) -> int:
        return self.layer(IMAGES).rows

    def shard_paths(self, layer: str) -> list[Path]:
        """Give the Parquet files of a layer, in order."""
        return [self.layer_path(layer) / shard.file for shard in self.layer(layer).shards]

    def scan(self, *layers: str) -> pl.LazyFrame:
        """Rows of the named layers side by side (by default ``images``), read only as far as they are used.

        Columns of ``images`` keep their names; those of any other layer are named ``layer.column``, such as
        ``embeddings/sface.embedding``, and its ``image_id``, the same in every layer, is left out.
        """
        frames = []
        for layer in layers or (IMAGES,):
            frame = pl.scan_parquet(self.shard_paths(layer), glob=False)
            if layer != IMAGES:
                names = [name for name in frame.collect_schema().names() if name != "image_id"]
                frame = frame.select(pl.col(name).alias(f"{layer}.{name}") for name in names)
            frames.append(frame)
        return pl.concat(frames, how="horizontal") if len(frames) > 1 else frames[0]

    def read_shard(self, number: int, *layers: str, image_columns: Sequence[str] | None = None) -> pa.Table:
        """One shard of the named layers side by side, with the column names of ``scan``.

        Args:
            number: The number of the shard, from 0.
            layers: The layers that are read; by default ``images``.
            image_columns: The columns of ``images`` that are read, if it is one of them; None for all.

        Raises:
            FaceSetError: a file of it is missing, cut, or has another number of rows.
        """
        columns: dict[str, Any] = {}
        for layer in layers or (IMAGES,):
            columns_read = image_columns if layer == IMAGES else None
            table = _read_parquet(self.shard_paths(layer)[number], columns_read)
            if table.num_rows != self.shard_rows[number]:
                msg = (
                    f"{self.shard_paths(layer)[number]}: {table.num_rows} rows where images has "
                    f"{self.shard_rows[number]}; run `facegap verify {self.path}`"
                )
                raise FaceSetError(msg)
            for name in table.column_names:
                if layer == IMAGES:
                    columns[name] = table[name]
                elif name != "image_id":
                    columns[f"{layer}.{name}"] = table[name]
        return pa.table(columns)

    def shards(self, *layers: str) -> Iterator[pa.Table]:
        """All shards in order, each as ``read_shard`` gives it."""
        for number in range(len(self.shard_rows)):
            yield self.read_shard(number, *layers)

    def column(self, layer: str, name: str) -> pl.Series:
        """One column of one layer over all images."""
        return pl.scan_parquet(self.shard_paths(layer), glob=False).select(name).collect()[name]

    def frame(self, *columns: str) -> pl.DataFrame:
        """Columns of any layers side by side, a row an image.

        Args:
            columns: each ``LAYER.COLUMN``, such as ``images.image_id`` or ``truth.yaw``; a bare name is a column of
                ``images``. By default all of ``images`` but the encoded images.

        Returns:
            The columns in this order, named as by ``scan``: those of ``images`` by their bare names.

        Raises:
            FaceSetError: there is no such layer or column.
        """
        if not columns:
            return self.scan().drop("image").collect()
        names = [self._find_column(column) for column in columns]
        layers = dict.fromkeys(layer for layer, _ in names)
        return self.scan(*layers).select(list(dict.fromkeys(name for _, name in names))).collect()

    def _find_column(self, asked: str) -> tuple[str, str]:
        """The layer of a column, and its name in ``scan``; names of layers and columns may hold dots themselves."""
        layers = [layer for layer in self.layers() if asked.startswith(f"{layer}.")]
        layer = max(layers, key=len, default=IMAGES)
        name = asked.removeprefix(f"{IMAGES}.") if layer == IMAGES else asked
        known = self.scan(layer).collect_schema().names()
        if name not in known:
            where = f"the layer {layer!r}" if layers else "the layer 'images' (of another one write LAYER.COLUMN)"
            msg = f"{self.path}: {where} has no column {asked!r}; it has: {', '.join(known)}"
            raise FaceSetError(msg)
        return layer, name

    def images(self, ids: str | Iterable[str]) -> dict[str, Pixels]:
        """Some images, decoded.

        Args:
            ids: their image ids.

        Returns:
            By image id, in the order asked for: RGB, uint8 (height, width, 3).

        Raises:
            FaceSetError: the set has no such image, or one without a picture, which its column ``error`` explains.
        """
        wanted = [ids] if isinstance(ids, str) else list(ids)
        rows = self.scan().select("image_id", "image", "error").filter(pl.col("image_id").is_in(wanted)).collect()
        row_of = {row["image_id"]: row for row in rows.iter_rows(named=True)}
        for image_id in wanted:
            problem = row_of[image_id]["error"] if image_id in row_of else "there is no such image"
            if problem is not None:
                msg = f"{self.path}: {image_id!r}: {problem}"
                raise FaceSetError(msg)
        return {image_id: decode(row_of[image_id]["image"]["bytes"]) for image_id in wanted}

    def embeddings(self, name: str) -> tuple[Float32Array, BoolArray]:
        """Read the layer ``embeddings/<name>`` as a matrix.

        Returns:
            Embeddings, float32 (images, dimensions), zeros where an image has none; and whether it has one,
            bool (images,).
        """
        column = self.column(f"embeddings/{name}", "embedding").to_arrow()
        valid = np.asarray(column.is_valid())
        matrix = np.zeros((len(column), column.type.list_size), dtype=np.float32)
        present = column.filter(column.is_valid())
        matrix[valid] = np.asarray(present.flatten()).reshape(len(present), column.type.list_size)
        return matrix, valid


def doubtful_identities(*, identities: int | None, images: int) -> bool:
    """Whether there are so few identities that folders or labels may be no people (``female``, ``male``)."""
    return 1 < (identities or 0) <= images / 50


def _read_parquet(path: Path, columns: Sequence[str] | None) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns and list(columns), use_threads=False, partitioning=None)
    except (OSError, pa.ArrowInvalid) as error:
        msg = f"{path}: a damaged or missing shard ({error}); `facegap verify` lists what is damaged and how to mend it"
        raise FaceSetError(msg) from error
