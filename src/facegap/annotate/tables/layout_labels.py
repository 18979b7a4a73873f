"""The stage from a file in a layout that is known to a layer of attributes, in any vocabulary that corresponds."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from facegap.annotate.tables.annotations import Malformed
from facegap.annotate.tables.keys import guess_note, match_images
from facegap.annotate.tables.label_table import LabelTable, TableOptions
from facegap.annotate.tables.layouts import layout_of, read_annotations
from facegap.annotate.tables.rows import KEY, rows_by_key
from facegap.annotate.tables.table import Table
from facegap.annotate.vocabulary import Contradictions, Rule, Vocabulary, contradictions, rules_between
from facegap.base.errors import ConfigError
from facegap.base.worker import Worker
from facegap.faceset import IMAGES, FaceSet, check_layer_name, sha256

_BESIDE = ("identity", "partition")
"""Columns of text that are written beside the labels; they may come from files of their own."""


@dataclass(frozen=True, eq=False)
class LayoutLabels:
    """Writes ``attributes/<name>``: labels, int8, and the table's ``identity`` and ``partition``, text, if it has them.

    Attributes:
        layer: the layer.
        table: name of the file, for messages.
        sha256: of its content.
        layout: of the file.
        vocabulary: of the layer.
        labels: a column for each of the layer, and ``_key``, the image ids that have a row.
        without: how many rows of the table are of no image of the set.
        guessed: see ``Matched``.
        malformed: cells that could not be understood.
        contradictions: among the labels of the images that have a row; examples are rows of ``labels``.
        rules: by which the labels follow from those of the layout's own vocabulary; none where it is that one.
    """

    layer: str
    table: str
    sha256: str
    layout: str
    vocabulary: Vocabulary
    labels: pl.DataFrame
    without: int
    guessed: tuple[str, str] | None
    malformed: Malformed | None
    contradictions: Contradictions
    rules: dict[str, Rule]

    version = 2
    needs = (IMAGES,)
    networks = ()

    @classmethod
    def read(
        cls, path: Path, faceset: FaceSet, *, name: str | None = None, vocabulary: Vocabulary | None = None
    ) -> "LayoutLabels":
        """Read a file in the layout of MAAD-Face, CelebA or FairFace and find the images of its rows.

        Args:
            path: the file.
            faceset: the set that is to be annotated.
            name: of the layer; by default that of the file without its ending.
            vocabulary: of the layer; by default the layout's own.

        Raises:
            FormatError: the file is in none of the layouts, is damaged, or doesn't fit the set; see ``match_images``.
            ConfigError: nothing in the layout's vocabulary corresponds to anything in the one that is wanted.
            FaceSetError: the name can't be that of a layer.
        """
        layer = check_layer_name(f"attributes/{name or path.stem}")
        found = read_annotations(path)
        digest = sha256(path)
        table = Table(path, digest, pl.DataFrame({"file": found.image_ids}), first_line=found.first_line)
        source = str(faceset.info.provenance.get("source") or "")
        matched = match_images(table, "file", faceset.column(IMAGES, "image_id"), source=source)
        ours = found.at(matched.rows.to_numpy())
        ours = ours.mapped_onto(vocabulary) if vocabulary else ours
        columns = [
            pl.Series(name, column) for name, column in zip(ours.vocabulary.attributes, ours.labels.T, strict=True)
        ]
        beside = [column for column in (ours.identities, ours.partition) if column is not None]
        return cls(
            layer=layer,
            table=path.name,
            sha256=digest,
            layout=str(layout_of(path)),
            vocabulary=ours.vocabulary,
            labels=pl.DataFrame([matched.keys.alias(KEY), *columns, *beside]),
            without=matched.without,
            guessed=matched.guessed,
            malformed=found.malformed,
            contradictions=contradictions(ours.labels, ours.vocabulary),
            rules={} if ours.vocabulary == found.vocabulary else rules_between(found.vocabulary, ours.vocabulary),
        )

    @property
    def attributes(self) -> list[str]:
        """The names of the attributes."""
        return list(self.vocabulary.attributes)

    @property
    def left_out(self) -> dict[str, str]:
        """Nothing: all columns of a layout are known."""
        return {}

    @property
    def notes(self) -> list[str]:
        """What people should know of how the file was read, a line each."""
        notes = (
            [f"{_cells(self.malformed.cells)} could not be understood; {self.malformed.example}"]
            if self.malformed
            else []
        )
        if self.contradictions.found:
            among, most = self.contradictions, self.contradictions.found[0]
            notes.append(
                f"{among.contradicted} of {among.images} images have labels that contradict each other, mostly {most}: "
                f"{most.images}, such as {self.labels[KEY][most.example]}; they were kept"
            )
        return [*notes, *guess_note(self.guessed)]

    def settings(self) -> dict[str, Any]:
        return {
            "stage": "layout-labels",
            "version": self.version,
            "table_sha256": self.sha256,
            "layout": self.layout,
            "vocabulary": self.vocabulary.for_fingerprint(include={"name", "attributes"}),
            "rules": {name: rule.for_fingerprint() for name, rule in self.rules.items()},
            "beside": {name: _digest(self.labels[name]) for name in _BESIDE if name in self.labels.columns},
        }

    def start(self, _worker: Worker) -> Callable[[pa.Table], pa.Table]:
        return rows_by_key(self.labels, ours="image_id", table=self.table)


def _digest(column: pl.Series) -> str:
    return hashlib.sha256("\n".join(column.fill_null("")).encode()).hexdigest()


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def read_labels(
    path: Path,
    faceset: FaceSet,
    *,
    name: str | None = None,
    options: TableOptions | None = None,
    vocabulary: str | None = None,
) -> LabelTable | LayoutLabels:
    """The stage from a file of labels to a layer, by what the file is.

    MAAD-Face's and CelebA's layouts are recognized; FairFace's where a vocabulary is asked for, since its words can be
    attributes as they stand. Any other table, and one that is read with options, is a ``LabelTable``.

    Args:
        path: the file.
        faceset: the set that is to be annotated.
        name: of the layer; by default that of the file without its ending.
        options: how to read a table that is in no layout, or as if it were in none.
        vocabulary: of the layer, a name or the path of a TOML; by default the layout's own.

    Raises:
        FormatError: the file is damaged or doesn't fit the set.
        ConfigError: there is no such vocabulary, or it can't be had from this file.
        FaceSetError: the name can't be that of a layer.
    """
    layout = layout_of(path)
    plain = options is None or options == TableOptions()
    if vocabulary is None and (layout in (None, "fairface") or (layout == "maad" and not plain)):
        return LabelTable.read(path, faceset, name=name, options=options)
    wanted = Vocabulary.load(vocabulary) if vocabulary else None
    if layout is None or not plain:
        why = (
            "its layout is none that is known (MAAD-Face, CelebA, FairFace), so that nobody knows what its columns mean"
            if layout is None
            else "a file in this layout is read with no other option"
        )
        msg = f"{path}: can't be read in a vocabulary: {why}; leave one or the other out"
        raise ConfigError(msg)
    return LayoutLabels.read(path, faceset, name=name, vocabulary=wanted)
