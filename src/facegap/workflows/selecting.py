"""Some images of a face set as a set of their own."""

from collections.abc import Iterable
from pathlib import Path

from facegap.faceset import CopySource, FaceSetInfo, Part, Selection, selected_rows
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.copied import CopiedSet, copy_images
from facegap.workflows.parts.sets import FaceSetLike, open_set


def select(
    faceset: FaceSetLike,
    out: str | Path,
    *,
    where: str | None = None,
    ids: Iterable[str] | None = None,
    identities: int | None = None,
    images: int | None = None,
    seed: int = 0,
    name: str | None = None,
    replace: bool = False,
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> CopiedSet:
    """Make a face set of some images of another, bit for bit, with their layers.

    What is asked for is applied in the order of the arguments, each to what the ones before have left: first the
    images that meet ``where`` and are among ``ids``, then so many people, of whom each has so many images. Images that
    can't be used are left out. The new set keeps where it comes from; layers over people don't come along.

    Args:
        faceset: the set, or the path of one or of any data set that can be imported.
        out: the folder of the new set.
        where: a condition such as ``Male == 1 and yaw < 30`` over the columns of all layers; where several layers have
            a column, the layer goes before it, as in ``truth.Male``. An image without a value meets no condition on it.
        ids: ids of images, in any order.
        identities: how many people to draw.
        images: how many images of each person to draw; people who have fewer are left out.
        seed: of the draws.
        name: of the new set; by default that of the folder.
        replace: whether a face set that is there, made another way, gives its place to this one, once this is complete.
        workers: processes that share the work; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know, such as which layers are left behind.

    Raises:
        ConfigError: nothing is asked for, the condition can't be read, or no image is left.
        FaceSetError: ``out`` holds something else, or a set that was made another way.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("photos", person).mkdir(parents=True)
        ...     _ = Path("photos", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("photos", "people", kind="real", workers=1)
        >>> fg.select(made.faceset, "just-bob", where="identity == 'bob'", workers=1).faceset.frame("image_id").rows()
        [('bob/1',)]
    """
    context = RunContext.of(workers=workers, progress=progress, tell=tell)
    opened = open_set(faceset, context).faceset
    wanted = Selection(where, tuple(ids) if ids is not None else None, identities, images, seed)
    source = CopySource((Part(opened.path, selected_rows(opened, wanted)),), {"source": "select", **wanted.settings()})
    info = FaceSetInfo(
        name=name or Path(out).resolve().name,
        kind=opened.info.kind,
        license=opened.info.license,
        alignment=opened.info.alignment,
        provenance={"source": f"facegap select {opened.info.name}: {wanted.words()}"},
    )
    return copy_images(source, Path(out), info, context, replace=replace)
