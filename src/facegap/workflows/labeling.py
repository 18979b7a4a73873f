"""Attributes of a face set from a table of labels, and back to a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.annotate import (
    LabelTable,
    LayoutLabels,
    TableOptions,
    Vocabulary,
    read_labels,
    write_maad,
)
from facegap.base.errors import ConfigError
from facegap.engine import MAX_ERRORS, LocalRunner, RunSummary, run
from facegap.faceset import FaceSet, label_layer
from facegap.report import Figure, Report, annotation_figures, write_annotation
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.made import MadeLayer
from facegap.workflows.parts.result import Result, run_facts
from facegap.workflows.parts.sets import FaceSetLike, open_set


@dataclass(frozen=True, repr=False, eq=False)
class ImportedLabels(MadeLayer):
    """A layer of a table's labels.

    Attributes:
        table: how the table was read.
    """

    table: LabelTable | LayoutLabels

    @property
    def notes(self) -> list[str]:
        """What people should know of how the table was read, a line each."""
        return self.table.notes

    @property
    def vocabulary(self) -> Vocabulary | None:
        """Of the labels, where the table's layout says it."""
        return self.table.vocabulary if isinstance(self.table, LayoutLabels) else None

    def facts(self) -> dict[str, Any]:
        return {
            "layer": self.layer,
            "attributes": self.table.attributes,
            "left_out": [f"{column}: {why}" for column, why in self.table.left_out.items()] or None,
            "labeled": self.faceset.column(self.layer, "error").null_count(),
            "rows_without_image": self.table.unmatched_rows,
            **(_layout_facts(self.table) if isinstance(self.table, LayoutLabels) else {}),
            **run_facts(self.runs[-1]),
        }

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures of the report by their names."""
        return annotation_figures(self.faceset, self.layer, vocabulary=self.vocabulary)

    def report(self, folder: str | Path) -> Report:
        """Write a page: shares of the labels, and a gallery of each attribute."""
        return write_annotation(self.faceset, self.layer, Path(folder), vocabulary=self.vocabulary)


def _layout_facts(table: LayoutLabels) -> dict[str, Any]:
    """What is known of labels whose vocabulary is known."""
    return {
        "vocabulary": table.vocabulary.name,
        "malformed_cells": table.malformed.cells if table.malformed else 0,
        "contradictory_images": table.contradictions.contradicted,
    }


def import_labels(
    faceset: FaceSetLike,
    table: str | Path,
    *,
    name: str | None = None,
    options: TableOptions | None = None,
    vocabulary: str | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
    progress: Progress = False,
    tell: Tell | None = None,
) -> ImportedLabels:
    r"""Add the layer ``attributes/NAME`` to a face set: the labels of a table.

    A column of −1, 0, 1 is an attribute as it stands (0: undefined), true/false and yes/no too; words become an
    attribute each, such as ``race: Black``; numbers do with bins; cells that say nothing are undefined.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        table: a CSV with a row for each image or identity, or a file in the layout of MAAD-Face, CelebA or FairFace.
        name: of the layer; by default that of the file.
        options: how a CSV is to be read.
        vocabulary: of the layer, for a file in one of the layouts: a name, or a TOML file; by default the layout's own.
        replace: whether a layer of that name that was made another way is replaced.
        max_errors: the share of images that may fail before the run's summary says that there were too many.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ConfigError: it isn't clear what a column means, or none can be an attribute.
        FormatError: the table is damaged or doesn't fit the set.
        FaceSetError: the layer exists and was made another way.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("portraits", person).mkdir(parents=True)
        ...     _ = Path("portraits", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("portraits", "sitters", kind="real", workers=1)
        >>> _ = Path("ages.csv").write_text("image_id,age\nann/1,31\nbob/1,64\n")
        >>> from facegap.annotate import TableOptions
        >>> options = TableOptions(key="image_id", bins=(("age", (0, 40)),))
        >>> fg.import_labels(made.faceset, "ages.csv", options=options).table.attributes
        ['age: 0–39', 'age: 40 or more']
    """
    context = RunContext.of(progress=progress, tell=tell)
    opened = open_set(faceset, context)
    stage = read_labels(
        Path(table), opened.faceset, name=name, options=options or TableOptions(), vocabulary=vocabulary
    )
    summary = run(
        stage,
        opened.faceset,
        runner=LocalRunner(1),  # looking rows up is less work than starting processes
        progress=context.progress,
        replace=replace,
        max_errors=max_errors,
    )
    return ImportedLabels(
        opened.faceset, stage.layer, tuple(each for each in (opened.imported, summary) if each), stage
    )


@dataclass(frozen=True, repr=False, eq=False)
class ExportedLabels(Result):
    """A table that a layer's labels were written to.

    Attributes:
        faceset: the set.
        layer: whose labels they are.
        path: of the table.
        images: its rows.
        without: images without labels, which have no row.
        absent: attributes of the table's layout that the layer lacks.
        runs: the import that was needed, if any.
    """

    faceset: FaceSet
    layer: str
    path: Path
    images: int
    without: int
    absent: tuple[str, ...]
    runs: tuple[RunSummary, ...]

    @property
    def headline(self) -> str:
        return f"labels of {self.images} images in {self.path}"

    def written_facts(self) -> dict[str, Any]:
        """What was written where."""
        return {
            "written_to": str(self.path),
            "layer": self.layer,
            "images": self.images,
            "images_without_labels": self.without,
        }

    def facts(self) -> dict[str, Any]:
        return self.written_facts() | {"attributes_it_lacks": list(self.absent) or None}

    def report(self, folder: str | Path) -> Report:
        """Write a page about the layer: shares of the labels, and a gallery of each attribute."""
        return write_annotation(self.faceset, self.layer, Path(folder))


def export_labels(
    faceset: FaceSetLike,
    out: str | Path,
    *,
    name: str | None,
    replace: bool = False,
    progress: Progress = False,
    tell: Tell | None = None,
) -> ExportedLabels:
    r"""Write a layer's labels to a table in MAAD-Face's layout.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        out: the CSV to write.
        name: of the layer ``attributes/NAME``, or ``truth``.
        replace: whether a file that is there is replaced.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        ConfigError: there is such a file, or no name.
        FaceSetError: the set has no such layer, or no attribute of MAAD-Face in it.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("pictures", person).mkdir(parents=True)
        ...     _ = Path("pictures", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("pictures", "subjects", kind="real", workers=1)
        >>> _ = Path("male.csv").write_text("image_id,Male\nann/1,-1\nbob/1,1\n")
        >>> labels = fg.import_labels(made.faceset, "male.csv")
        >>> written = fg.export_labels(made.faceset, "maad.csv", name="male")
        >>> written.images, written.without
        (2, 0)
    """
    path = Path(out)
    if name is None:
        msg = "--export needs --name NAME, the layer attributes/NAME that is written (or truth)"
        raise ConfigError(msg)
    if path.exists() and not replace:
        msg = f"{path} exists; name another file, or say --replace. Nothing was changed"
        raise ConfigError(msg)
    opened = open_set(faceset, RunContext.of(progress=progress, tell=tell))
    layer = label_layer(opened.faceset, name)
    written = write_maad(opened.faceset, layer, path)
    runs = (opened.imported,) if opened.imported else ()
    return ExportedLabels(opened.faceset, layer, path, written.rows, written.without_labels, written.absent, runs)
