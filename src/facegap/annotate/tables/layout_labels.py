"""The stage from a file in the layout of a known data set to a layer of attributes, in any matching vocabulary."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from facegap.annotate.tables.csv_table import CsvTable
from facegap.annotate.tables.label_table import LabelTable
from facegap.annotate.tables.layouts.annotations import MalformedCells
from facegap.annotate.tables.layouts.detection import detect_layout, read_annotations
from facegap.annotate.tables.lookup_stage import KEY, LookupStage
from facegap.annotate.tables.row_matching import match_images
from facegap.annotate.tables.table_options import TableOptions
from facegap.annotate.vocabulary import Contradictions, MappingRule, Vocabulary, find_contradictions, mapping_rules
from facegap.base.errors import ConfigError
from facegap.faceset import IMAGES, FaceSet, check_layer_name, sha256

_TEXT_COLUMNS = ("identity", "partition")
"""Columns of text that are written beside the labels; they may come from files of their own."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LayoutLabels(LookupStage):
    """The stage that writes the labels of a known data set, int8, to ``attributes/<name>``.

    If the file has them, the columns ``identity`` and ``partition`` are written too, as text. ``LayoutLabels.read``
    makes the stage from a file.

    Attributes:
        layout: The layout of the file: ``maad``, ``celeba`` or ``fairface``.
        vocabulary: The vocabulary of the layer.
        malformed: The cells that could not be understood; None if all could.
        contradictions: The contradictions among the labels; their examples are rows of ``labels``.
        rules: The rules by which the labels follow from those in the layout's own vocabulary; empty if the layer is in
            that vocabulary.
    """

    layout: str
    vocabulary: Vocabulary
    malformed: MalformedCells | None
    contradictions: Contradictions
    rules: dict[str, MappingRule]

    version = 2

    @classmethod
    def read(
        cls, path: Path, faceset: FaceSet, *, name: str | None = None, vocabulary: Vocabulary | None = None
    ) -> "LayoutLabels":
        """Read a file in the layout of MAAD-Face, CelebA or FairFace, and find the images of its rows.

        Args:
            path: The file.
            faceset: The face set that is to be annotated.
            name: The name of the layer, without ``attributes/``; by default that of the file without its ending.
            vocabulary: The vocabulary of the layer; by default the layout's own.

        Raises:
            FormatError: The file is in none of these layouts, is damaged, or does not fit the set; see
                ``match_images``.
            ConfigError: No attribute of the layout's vocabulary corresponds to one of ``vocabulary``.
            FaceSetError: The name can't be that of a layer.
        """
        layer = check_layer_name(f"attributes/{name or path.stem}")
        whole_file = read_annotations(path)
        digest = sha256(path)
        keys = CsvTable(path, digest, pl.DataFrame({"file": whole_file.image_ids}), first_line=whole_file.first_line)
        source = str(faceset.info.provenance.get("source") or "")
        matched = match_images(keys, "file", faceset.column(IMAGES, "image_id"), source=source)
        annotations = whole_file.take(matched.rows.to_numpy())
        annotations = annotations.mapped_to(vocabulary) if vocabulary else annotations
        written, own = annotations.vocabulary, whole_file.vocabulary
        columns = [
            pl.Series(attribute, column)
            for attribute, column in zip(written.attributes, annotations.labels.T, strict=True)
        ]
        text_columns = [column for column in (annotations.identities, annotations.partition) if column is not None]
        return cls(
            layer=layer,
            table=path.name,
            sha256=digest,
            labels=pl.DataFrame([matched.keys.alias(KEY), *columns, *text_columns]),
            unmatched_rows=matched.unmatched,
            doubtful_match=matched.doubtful_match,
            layout=str(detect_layout(path)),
            vocabulary=written,
            malformed=whole_file.malformed,
            contradictions=find_contradictions(annotations.labels, written),
            rules={} if written == own else mapping_rules(own, written),
        )

    @property
    def attributes(self) -> list[str]:
        """The names of the attributes."""
        return list(self.vocabulary.attributes)

    @property
    def left_out(self) -> dict[str, str]:
        """Always empty, because all columns of a known layout are attributes."""
        return {}

    @property
    def notes(self) -> list[str]:
        notes = []
        if self.malformed:
            cells = "1 cell" if self.malformed.cells == 1 else f"{self.malformed.cells} cells"
            notes.append(f"{cells} could not be understood; {self.malformed.example}")
        if self.contradictions.kinds:
            most_frequent = self.contradictions.kinds[0]
            notes.append(
                f"{self.contradictions.contradicted} of {self.contradictions.images} images have labels that "
                f"contradict each other, mostly {most_frequent}: {most_frequent.images}, such as "
                f"{self.labels[KEY][most_frequent.example]}; they were kept"
            )
        return [*notes, *super().notes]

    def settings(self) -> dict[str, Any]:
        return {
            "stage": "layout-labels",
            "version": self.version,
            "table_sha256": self.sha256,
            "layout": self.layout,
            "vocabulary": self.vocabulary.for_fingerprint(include={"name", "attributes"}),
            "rules": {name: rule.for_fingerprint() for name, rule in self.rules.items()},
            "beside": {name: _digest(self.labels[name]) for name in _TEXT_COLUMNS if name in self.labels.columns},
        }


def _digest(column: pl.Series) -> str:
    return hashlib.sha256("\n".join(column.fill_null("")).encode()).hexdigest()


def read_labels(
    path: Path,
    faceset: FaceSet,
    *,
    name: str | None = None,
    options: TableOptions | None = None,
    vocabulary: str | None = None,
) -> LabelTable | LayoutLabels:
    """Make the stage that writes the labels of a file to a layer of a face set.

    A file in MAAD-Face's or CelebA's layout is recognized. A file in FairFace's layout is recognized only if a
    vocabulary is asked for, since its words can become attributes as they stand. Any other table, and one that is read
    with options, becomes a ``LabelTable``.

    Args:
        path: The file.
        faceset: The face set that is to be annotated.
        name: The name of the layer, without ``attributes/``; by default that of the file without its ending.
        options: How to read a table that is in no known layout, or as if it were in none.
        vocabulary: The vocabulary of the layer, as a name or the path of a TOML file; by default the layout's own.

    Raises:
        FormatError: The file is damaged or does not fit the set.
        ConfigError: There is no such vocabulary, or the file's labels can't be written in it.
        FaceSetError: The name can't be that of a layer.
    """
    layout = detect_layout(path)
    without_options = options is None or options == TableOptions()
    if vocabulary is None and (layout in (None, "fairface") or (layout == "maad" and not without_options)):
        return LabelTable.read(path, faceset, name=name, options=options)
    target = Vocabulary.load(vocabulary) if vocabulary else None
    if layout is None or not without_options:
        why = (
            "its layout is not that of MAAD-Face, CelebA or FairFace, so that nobody knows what its columns mean"
            if layout is None
            else "a file in this layout is read without other options"
        )
        msg = f"{path}: can't be read in a vocabulary: {why}; leave out the vocabulary or the other options"
        raise ConfigError(msg)
    return LayoutLabels.read(path, faceset, name=name, vocabulary=target)
