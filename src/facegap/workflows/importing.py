"""Opening what a path holds, and making a face set of a data set in any known format."""

from pathlib import Path

from facegap.base.errors import ConfigError, FaceSetError
from facegap.engine import MAX_ERRORS, create
from facegap.faces import Border, CropEncoding, FaceChoice
from facegap.faceset import Columns, FaceSet, FaceSetInfo, IdentityFrom, ImportSource, Kind, open_reader
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.made import MadeSet, layers_of, tell_replaced
from facegap.workflows.parts.sets import FaceSetLike, ModelLike, aligner, doubt_borders, doubt_identities, open_set


def open(  # noqa: A001  # as a part of the package's interface: facegap.open
    source: FaceSetLike,
    *,
    kind: Kind | None = None,
    align: ModelLike | None = None,
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> FaceSet:
    """Open a face set; any other data set is imported into the cache on the way, once.

    Args:
        source: the path of a face set, or of any data set that ``import_faces`` takes.
        kind: ``real`` or ``synthetic``, as what the images of an import are opened.
        align: a detector, its path or name, with which an import finds faces and crops them.
        workers: processes that share an import; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as where an import is kept.

    Raises:
        FaceSetError: the face set isn't finished.
        FormatError: there is nothing at the path that can be imported.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("opened", person).mkdir(parents=True)
        ...     _ = Path("opened", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> faces = fg.open("opened", kind="real", workers=1)
        >>> len(faces), faces.identities()
        (2, 2)
    """
    return open_set(
        source, RunContext.of(workers=workers, progress=progress, tell=tell), kind=kind, align=align
    ).faceset


def import_faces(
    source: str | Path,
    out: str | Path,
    *,
    kind: Kind,
    align: ModelLike | None = None,
    aligned: str | None = None,
    face: FaceChoice | None = None,
    crops: CropEncoding | None = None,
    border: Border | None = None,
    identity: IdentityFrom = "source",
    name: str | None = None,
    license: str | None = None,  # noqa: A002  # as the key in faceset.json
    format: str | None = None,  # noqa: A002  # as the option of the command
    columns: Columns | None = None,
    shard_rows: int = 2048,
    device: str = "cpu",
    workers: int | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
    progress: Progress = False,
    tell: Tell | None = None,
) -> MadeSet:
    """Make a face set of a data set in any known format, or what is missing of one that was begun.

    Images are kept bit for bit, or, with ``align``, cropped to the face. An image that can't be used is a row with its
    reason.

    Args:
        source: a folder of images, a CSV, .rec, .bin, WebDataset, Parquet or saved data set.
        out: the folder of the face set.
        kind: ``real`` for photographs of people, ``synthetic`` for made faces.
        align: a detector, its path or name, with which faces are found and cropped to the ArcFace template.
        aligned: the template that the images already are crops of, such as ``arcface-112``.
        face: which face ``align`` takes where there are several; by default the one in the center.
        crops: how ``align`` stores crops: ``png`` (the default), without loss, or ``jpeg``, four times smaller.
        border: what the crops of ``align`` show beyond the edges of a photograph: its edge, repeated (``replicate``,
            the default), its mirror image (``mirror``), or ``black``; the column ``outside`` has the share of each.
        identity: identities as the source has them (its folders, labels), one for each image, or none.
        name: of the set; by default that of the folder.
        license: terms of the images, kept with the set.
        format: of the source, where it isn't recognized.
        columns: of a table: where its images, identities and ids are.
        shard_rows: most rows in a shard.
        device: where ``align`` finds faces: ``cpu``, or a GPU such as ``cuda:0`` if OpenCV was built with CUDA.
        workers: processes that share the work; by default one a core.
        replace: whether a face set that is there, made or described another way, gives its place to this one. It stays
            until this one is complete; its layers go with it, unless the images are the same.
        max_errors: the share of images that may fail before the run's summary says that there were too many.
        progress: True for a bar on standard error.
        tell: told what people should know, such as layers that went with the images that they were of.

    Raises:
        ConfigError: options that contradict each other.
        FormatError: the source can't be read.
        FaceSetError: ``out`` holds something else, or a set that was made another way; or what is imported lies in the
            set that would be replaced.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("photos", person).mkdir(parents=True)
        ...     _ = Path("photos", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("photos", "people", kind="real", workers=1)
        >>> made.facts()
        {'face_set': 'people', 'identities': 2, 'images': 2, 'made_now': 2, 'errors': 0}
        >>> made.faceset.frame("image_id", "identity")["image_id"].to_list()
        ['ann/1', 'bob/1']
    """
    if align and aligned:
        msg = "--align makes crops, --aligned says that the images are crops already; use one of them"
        raise ConfigError(msg)
    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    context.check_device_is_used(align, option="--align")
    folder = Path(out)
    if replace and folder.resolve() in (Path(source).resolve(), *Path(source).resolve().parents):
        msg = f"{source} lies in {folder}, which would be replaced; name another folder. Nothing was changed"
        raise FaceSetError(msg)
    reader = open_reader(Path(source), format_name=format, columns=columns or Columns())
    preparation = aligner(align, face=face, crops=crops, border=border)
    info = FaceSetInfo(
        name=name or folder.resolve().name,
        kind=kind,
        license=license,
        alignment=preparation.alignment if preparation else aligned,
        provenance={"source": str(source), "format": reader.name},
    )
    before = layers_of(folder)
    faceset, run = create(
        ImportSource(reader, preparation=preparation, identity=identity, shard_rows=shard_rows),
        folder,
        info,
        runner=context.runner,
        progress=context.progress,
        replace=replace,
        max_errors=max_errors,
    )
    tell_replaced(before, faceset, context)
    doubt_identities(faceset, context)
    doubt_borders(faceset, context)
    return MadeSet(faceset, (run,))
