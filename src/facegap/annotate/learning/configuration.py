"""The configuration of an annotator's training, from one TOML file."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from facegap.annotate.learning.augmentation import AnnotatorAugmentation
from facegap.base.config import Config, PackagedFiles
from facegap.training import LoopOptions, TrainingRecipe


class LabeledSource(Config):
    """A face set with labels to learn from.

    Attributes:
        path: The path of the set, relative to the configuration's folder.
        labels: The set's layer of labels, such as ``truth``.
        vocabulary: The vocabulary of the labels; by default the one that is trained. Labels of another vocabulary are
            mapped to that one; what they don't say is undefined, and teaches nothing.
        weight: How often the set's images are seen, relative to those of the other sets.
        train_only: Whether all of the set's people are for training, and none for validation and test.
        partition: Whether people are split as the partition says that came with the labels, such as CelebA's.
    """

    path: str
    labels: str
    vocabulary: str | None = None
    weight: float = Field(default=1.0, gt=0)
    train_only: bool = False
    partition: bool = False

    @model_validator(mode="after")
    def _check_split(self) -> Self:
        if self.train_only and self.partition:
            msg = "train_only and partition can't both be true: the first says that all people are for training"
            raise ValueError(msg)
        return self


class NetworkOptions(Config):
    """The network.

    Attributes:
        over: What the network takes: ``images``, or the name of a layer of embeddings, such as ``embeddings/sface``.
        widths: The number of channels at each of four scales, of a network over images.
        blocks: The number of residual blocks at the last three of these scales.
        features: The length of the vector that all branches share; by default 256 over images, 512 over embeddings.
        hidden: The number of hidden units of each branch; by default 16 over images, 32 over embeddings.
        dropout: The dropout of the branches, and for embeddings that of all layers.
        exclusive: The families of the vocabulary that are trained with a softmax instead of each attribute on its own.
        start: The folder of a run whose best weights training starts from, relative to the configuration's folder. Each
            member of an ensemble starts from the member of its number, or from the only one there is.
    """

    over: str = Field(default="images", pattern=r"^(images|embeddings/[A-Za-z0-9][A-Za-z0-9._-]*)$")
    widths: tuple[int, int, int, int] = (24, 48, 96, 192)
    blocks: tuple[int, int, int] = (1, 1, 1)
    features: int | None = Field(default=None, ge=8)
    hidden: int | None = Field(default=None, ge=1)
    dropout: float = Field(default=0.5, ge=0, lt=1)
    exclusive: tuple[str, ...] = ()
    start: str = ""


class AnnotatorOptimizer(Config):
    """AdamW, with a warm-up and a learning rate that falls to zero along a cosine.

    Attributes:
        learning_rate: The highest learning rate.
        weight_decay: The decay of weights; norms and offsets have none.
        warm_up: The share of the steps in which the learning rate rises.
        balance: 0 if each label counts alike, 1 if the positive labels of an attribute together count as much as its
            negative ones.
    """

    learning_rate: float = Field(default=2e-3, gt=0)
    weight_decay: float = Field(default=0.05, ge=0)
    warm_up: float = Field(default=0.05, ge=0, lt=1)
    balance: float = Field(default=0.7, ge=0, le=1)


class SplitOptions(Config):
    """The shares of the people that are kept out of training.

    Attributes:
        validation: The share for the choice of the epoch, the calibration and the thresholds.
        test: The share for the accuracy in the card.
    """

    validation: float = Field(default=0.06, gt=0, lt=0.5)
    test: float = Field(default=0.06, gt=0, lt=0.5)


class TrustOptions(Config):
    """How it is decided which predictions are kept as labels.

    Attributes:
        precision: The share of kept labels that is to be right; the others become undefined.
        passes: The number of stochastic passes for the reliability.
        alpha: The weight of their disagreement in the reliability.
    """

    precision: float = Field(default=0.9, gt=0.5, lt=1)
    passes: int = Field(default=100, ge=2)
    alpha: float = Field(default=0.5, ge=0, lt=1)


class AttributeTraining(TrainingRecipe):
    """The configuration of an annotator's training.

    >>> AttributeTraining.load("mac-render").vocabulary
    'maad47'

    Attributes:
        vocabulary: The vocabulary that is trained: the name of one that comes with facegap, or the path of a TOML file.
        seed: The seed of the split, the order, the augmentation and the first weights.
        members: The number of networks of an ensemble, trained one after another from different seeds.
        sets: The face sets that it is trained on.
        limits: Lines for the card about limits that no number shows.
        network: The network.
        augmentation: How images are varied in training.
        optimizer: The optimizer.
        split: The shares of the people that are kept out of training.
        trust: How it is decided which predictions are kept as labels.
        loop: The training loop: epochs, batch size, precision, devices and so on.
    """

    packaged = PackagedFiles("facegap.annotate.learning")

    vocabulary: str = "maad47"
    seed: int = Field(default=0, ge=0)
    members: int = Field(default=1, ge=1, le=20)
    sets: tuple[LabeledSource, ...] = Field(min_length=1)
    limits: tuple[str, ...] = ()
    network: NetworkOptions = NetworkOptions()
    augmentation: AnnotatorAugmentation = AnnotatorAugmentation()
    optimizer: AnnotatorOptimizer = AnnotatorOptimizer()
    split: SplitOptions = SplitOptions()
    trust: TrustOptions = TrustOptions()
    loop: LoopOptions = LoopOptions()

    @model_validator(mode="after")
    def _check_held_out(self) -> Self:
        if all(source.train_only for source in self.sets):
            msg = "every set is train_only: nobody is left to choose the epoch and to measure with"
            raise ValueError(msg)
        return self

    @property
    def kind(self) -> Literal["image", "embedding"]:
        """What the network takes."""
        return "image" if self.network.over == "images" else "embedding"

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Read a configuration; paths in it are relative to its folder.

        Raises:
            ConfigError: The file can't be read, or a key or value in it doesn't fit.
        """
        config = super().from_toml(path)
        folder = path.parent
        sets = tuple(
            source.model_copy(
                update={
                    "path": str(folder / source.path),
                    "vocabulary": _resolve_vocabulary(source.vocabulary, folder),
                }
            )
            for source in config.sets
        )
        start = str(folder / config.network.start) if config.network.start else ""
        network = config.network.model_copy(update={"start": start})
        vocabulary = _resolve_vocabulary(config.vocabulary, folder)
        return config.model_copy(update={"sets": sets, "network": network, "vocabulary": vocabulary})


def _resolve_vocabulary(name: str | None, folder: Path) -> str | None:
    """The path of a vocabulary's TOML file as seen from where the configuration is; names stay as they are."""
    return str(folder / name) if name and name.endswith(".toml") else name
