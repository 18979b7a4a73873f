"""Several face sets as one."""

from collections.abc import Sequence
from pathlib import Path

from facegap.faceset import CopySource, merged_info, merged_parts
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.copied import CopiedSet, copy_images
from facegap.workflows.parts.sets import FaceSetLike, open_set


def merge(
    facesets: Sequence[FaceSetLike],
    out: str | Path,
    *,
    shared_identities: bool = False,
    name: str | None = None,
    replace: bool = False,
    workers: int | None = None,
    progress: Progress = False,
    tell: Tell | None = None,
) -> CopiedSet:
    """Make one face set of several: the images of each, bit for bit, one set after another.

    Layers come along that all sets have with the same settings. Where two sets have an identity or an image id of one
    name, the name of its set goes before all those of the sets concerned, as in ``lfw/ann``, so that people of
    different sets are never taken for one. The new set keeps where it comes from.

    Args:
        facesets: two or more sets, or paths of sets or of any data sets that can be imported.
        out: the folder of the new set.
        shared_identities: whether an identity that several sets have is the same person in all of them, as in parts of
            one set.
        name: of the new set; by default that of the folder.
        replace: whether a face set that is there, made another way, gives its place to this one, once this is complete.
        workers: processes that share the work; by default one a core.
        progress: True for a bar on standard error.
        tell: told what people should know: names that were changed, layers that are left behind.

    Raises:
        FaceSetError: there are fewer than two sets; their images are aligned in different ways; ``out`` holds something
            else, or a set that was made another way.

    Examples:
        >>> from pathlib import Path
        >>> import numpy as np
        >>> import facegap as fg
        >>> from facegap.faceset import encode_png
        >>> for person in ("ann", "bob"):
        ...     Path("photos", person).mkdir(parents=True)
        ...     _ = Path("photos", person, "1.png").write_bytes(encode_png(np.zeros((8, 8, 3), dtype=np.uint8)))
        >>> made = fg.import_faces("photos", "people", kind="real", workers=1)
        >>> bob = fg.select(made.faceset, "bob", where="identity == 'bob'", workers=1)
        >>> merged = fg.merge([made.faceset, bob.faceset], "both", shared_identities=True, workers=1)
        >>> len(merged.faceset), merged.faceset.identities()
        (3, 2)
    """
    context = RunContext.of(workers=workers, progress=progress, tell=tell)
    sets = [open_set(each, context).faceset for each in facesets]
    merged = merged_parts(sets, shared_identities=shared_identities)
    info = merged_info(sets, name or Path(out).resolve().name)
    for what, names in (("identities", merged.identities_prefixed), ("image ids", merged.ids_prefixed)):
        if names:
            context.tell(f"note: {what} of {', '.join(names)} collide; the name of its set goes before each of them")
    return copy_images(CopySource(merged.parts, {"source": "merge"}), Path(out), info, context, replace=replace)
