"""From a trained backbone to a file with its card."""

from pathlib import Path

from torch import nn

from facegap.faceset import sha256
from facegap.models import Model, ModelCard, write_card
from facegap.recognize.compared import Compared
from facegap.recognize.configuration import RecognizerTraining
from facegap.recognize.faces import Faces
from facegap.recognize.people import People
from facegap.training import TRAIN, History, export_onnx, pixels

_EXAMPLES = 2


def finish(
    config: RecognizerTraining,
    people: People,
    compared: Compared,
    faces: Faces,
    backbone: nn.Module,
    history: History,
    *,
    name: str,
    dimensions: int,
    folder: Path,
) -> Model:
    """Write ``NAME.onnx`` and its card.

    Args:
        config: of the training.
        people: who trained.
        compared: the images that chose the epoch.
        faces: the images of all.
        backbone: with the chosen weights.
        history: of the training.
        name: of the recognizer.
        dimensions: of its embeddings.
        folder: for the files.
    """
    path = folder / f"{name}.onnx"
    example = next(faces.plain(people.of_part(TRAIN)[:_EXAMPLES], at_a_time=_EXAMPLES))
    export_onnx(backbone, pixels(example), path, input_name="images", output_names=["embedding"])
    sets = ", ".join(faceset.info.name for faceset in people.sets)
    card = ModelCard(
        name=name,
        role="embedder",
        file=path.name,
        sha256=sha256(path),
        summary=config.summary or f"{config.backbone.name} with {config.head.margin}, {dimensions} dimensions",
        **config.card_terms(),
        training_data=config.training_data or sets,
        results=(_held_out_line(config, compared, history),),
        dimensions=dimensions,
        input=faces.contract,
    )
    write_card(card, path)
    return Model(card, path, card.sha256 or "")


def _held_out_line(config: RecognizerTraining, compared: Compared, history: History) -> str:
    """What the held-out people who chose the epoch say of it."""
    best, fmr = history.best.numbers, config.validation.fmr
    return (
        f"{compared.people} held-out people of the training sets, who chose the epoch: FNMR {100 * best['fnmr']:.2f} % "
        f"at FMR {100 * fmr:g} %, EER {100 * best['eer']:.2f} %."
    )
