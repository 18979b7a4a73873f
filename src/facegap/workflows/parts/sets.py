"""The face sets that a workflow is given: opened, or imported on the way."""

from pathlib import Path

from facegap.base.errors import ConfigError
from facegap.engine import Opened, open_or_import
from facegap.faces import MUCH_OUTSIDE, Align, Border, CropBorders, CropEncoding, FaceChoice
from facegap.faceset import FaceSet, IdentityFrom, Kind, doubtful_identities
from facegap.models import Model, find_model
from facegap.models.card import Role
from facegap.workflows.parts.context import RunContext

FaceSetLike = FaceSet | Path | str
"""A face set, or the path of one or of any data set that can be imported."""

ModelLike = Model | Path | str
"""A network, or its path, the folder of its training, or the name of a card."""


MAKE_A_SET = "make a face set of it with `facegap import --identity none`"
"""What to do where the folders of an import aren't people, and the command has no option for that."""


def open_set(
    source: FaceSetLike,
    context: RunContext,
    *,
    kind: Kind | None = None,
    align: ModelLike | None = None,
    identity: IdentityFrom = "source",
    doubt: str = MAKE_A_SET,
) -> Opened:
    """Open a face set, importing any other data set into the cache, and say so.

    Args:
        source: the set, or a path.
        context: where an import runs, and who is told of it.
        kind: real or synthetic, as what the images of an import are opened.
        align: the detector with which an import finds and crops faces; None keeps the images as they are.
        identity: where an import takes identities from.
        doubt: what to do where folders of an import aren't people, as the end of a sentence.

    Raises:
        FormatError: there is nothing at the path that can be imported.
        ModelError: there is no such detector.
    """
    if isinstance(source, FaceSet):
        return Opened(source, None)
    preparation = aligner(align)
    opened = open_or_import(
        Path(source),
        kind=kind,
        preparation=preparation,
        alignment=preparation.alignment if preparation else None,
        identity=identity,
        runner=context.import_runner,
        progress=context.progress,
    )
    if opened.imported:
        how = "imported it to" if opened.imported.made else "using its cached import"
        context.tell(f"{source} is not a face set: {how} {opened.faceset.path}")
        doubt_identities(opened.faceset, context, doubt=doubt)
    doubt_borders(opened.faceset, context)
    return opened


def aligner(
    detector: ModelLike | None,
    *,
    face: FaceChoice | None = None,
    crops: CropEncoding | None = None,
    border: Border | None = None,
) -> Align | None:
    """The preparation that crops the faces of photographs; None without a detector.

    Args:
        detector: finds the faces.
        face: which face is taken where there are several; by default the one in the center.
        crops: how crops are stored; by default as PNG.
        border: what crops show beyond the edges of a photograph; by default its edge, repeated.

    Raises:
        ConfigError: one of the last three without a detector.
        ModelError: there is no such detector.
    """
    if detector:
        return Align(
            resolve_model(detector, role="detector"),
            choice=face or Align.choice,
            encoding=crops or Align.encoding,
            border=border or Align.border,
        )
    if face or crops or border:
        msg = "--face, --crops and --border say how images are cropped; add --align DETECTOR, or leave them out"
        raise ConfigError(msg)
    return None


def doubt_identities(faceset: FaceSet, context: RunContext, *, doubt: str = MAKE_A_SET) -> None:
    """Say so where folders or labels may be no people."""
    identities = faceset.identities()
    if doubtful_identities(identities=identities, images=len(faceset)):
        context.tell(
            f"note: {faceset.info.name} has {len(faceset)} images of {identities} identities; if its folders or labels "
            f"aren't people, {doubt}"
        )


def doubt_borders(faceset: FaceSet, context: RunContext) -> None:
    """Say so where much of the crops lies outside of their photographs."""
    borders = CropBorders.of(faceset)
    if borders and borders.mean > MUCH_OUTSIDE:
        context.tell(
            f"note: {borders.words(faceset.info.name)}; what an annotator says of hair, forehead, hats and "
            "surroundings is less sure there, and differs from sets whose crops lie inside"
        )


def resolve_model(model: ModelLike, *, role: Role) -> Model:
    """The network that is meant.

    Raises:
        ModelError: there is none of that name or path, or it has another role.
    """
    return model if isinstance(model, Model) else find_model(str(model), role=role)
