"""What is trained: a backbone, and the head that turns its embeddings into a loss."""

from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from facegap.base.errors import ConfigError, ModelError
from facegap.recognize.backbones import backbones, load_published, make_backbone
from facegap.recognize.configuration import BackboneOptions, HeadOptions
from facegap.recognize.heads import ClassMatrix, make_margin
from facegap.training import BEST, LAST, network_input

_KEPT = ".safetensors"
_PUBLISHED = (".pth", ".pt", ".ckpt")
_BACKBONE = "backbone."


class Recognizer(nn.Module):
    """A backbone and its head.

    Attributes:
        backbone: from faces to embeddings.
        head: from embeddings and people to the loss.
    """

    def __init__(self, backbone: nn.Module, head: ClassMatrix) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = head

    def forward(self, images: Tensor, people: Tensor) -> tuple[Tensor, Tensor]:
        """The loss, a scalar, and the mean length of the embeddings before they are normalized.

        Args:
            images: uint8 (n, height, width, 3), RGB.
            people: int64 (n,), classes.
        """
        embeddings = self.embed(images)
        loss: Tensor = self.head(embeddings, people)
        return loss, embeddings.detach().float().norm(dim=1).mean()

    def embed(self, images: Tensor) -> Tensor:
        """Embeddings (n, d), of any length, of images as in ``forward``."""
        embeddings: Tensor = self.backbone(network_input(images))
        return embeddings


def make_recognizer(backbone: BackboneOptions, head: HeadOptions, *, classes: int, seed: int) -> Recognizer:
    """A new recognizer; its first weights depend on the seed alone, or come from where the backbone starts.

    Raises:
        ConfigError: what it starts from is another backbone, or isn't there.
        ModelError: the file can't be read.
    """
    options: dict[str, Any] = dict(head.options)
    matrix = ClassMatrix(
        classes, backbones()[backbone.name].dimensions, margin=make_margin(head.margin, **options), scale=head.scale,
        sample_rate=head.sample_rate, seed=seed,
    )  # fmt: skip
    network = make_backbone(backbone.name, seed=seed)
    if backbone.start:
        _start(network, backbone)
    return Recognizer(network, matrix)


def load_backbone(network: nn.Module, path: Path) -> nn.Module:
    """Load into a backbone the weights that a run kept, ``best.safetensors`` or a copy of it.

    Raises:
        ConfigError: they are of another backbone.
        ModelError: the file can't be read.
    """
    try:
        tensors = load_file(path)
    except (SafetensorError, OSError) as error:
        msg = f"{path}: not weights that can be read ({error})"
        raise ModelError(msg) from error
    weights = {name.removeprefix(_BACKBONE): tensor for name, tensor in tensors.items() if name.startswith(_BACKBONE)}
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        msg = f"{path} holds the weights of another backbone: {str(error).splitlines()[-1].strip()}"
        raise ConfigError(msg) from error
    return network.eval()


def start_weights(start: str) -> Path:
    """The file that a backbone starts from.

    Raises:
        ConfigError: it isn't there, is of no kind that can be started from, or the run's folder has several.
    """
    place = Path(start)
    if place.is_file():
        if place.suffix not in (_KEPT, *_PUBLISHED):
            msg = (
                f"backbone.start: {place} is neither weights that a run kept ({_KEPT}) nor a checkpoint of InsightFace "
                f"or AdaFace ({', '.join(_PUBLISHED)})"
            )
            raise ConfigError(msg)
        return place
    files = [path for path in (place / BEST, *sorted(place.glob(f"seed-*/{BEST}"))) if path.is_file()]
    if len(files) != 1:
        several = ", ".join(str(path.parent) for path in files)
        what = f"{place} holds several runs: name one of {several}" if files else f"no {BEST} in {place}"
        msg = f"backbone.start: {what}; name the folder of a finished run, or a published checkpoint"
        raise ConfigError(msg)
    return files[0]


def run_folder(start: str) -> Path | None:
    """The folder of the run that a backbone starts from; None where it starts from nothing, or from a file alone."""
    folder = start_weights(start).parent if start else None
    return folder if folder and (folder / LAST).is_file() else None


def _start(network: nn.Module, options: BackboneOptions) -> None:
    path = start_weights(options.start)
    if path.suffix in _PUBLISHED:
        published = load_published(path)
        if published.name != options.name:
            msg = f"backbone.start: {path} is {published.name} of {published.publisher}, not {options.name}"
            raise ConfigError(msg)
        network.load_state_dict(published.network.state_dict())
    else:
        load_backbone(network, path)
