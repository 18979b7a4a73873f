"""The configuration of an annotator's training, from one TOML file."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from facegap.annotate.learning.augmentation import Augmentation
from facegap.base.config import Config, PackagedFiles
from facegap.training import LoopOptions, TrainingRecipe


class LabeledSource(Config):
    """A face set with labels to learn from.

    Attributes:
        path: of the set, relative to the configuration's folder.
        labels: its layer of labels, such as ``truth``.
        vocabulary: of the labels; by default that which is trained. Another is mapped; what it doesn't say is
            undefined, and teaches nothing.
        weight: how often its images are seen, relative to those of the other sets.
        train_only: keep all its people for training, none for validation and test.
        partition: who trains, validates and tests is what came with the labels, such as CelebA's partition.
    """

    path: str
    labels: str
    vocabulary: str | None = None
    weight: float = Field(default=1.0, gt=0)
    train_only: bool = False
    partition: bool = False

    @model_validator(mode="after")
    def _one_split(self) -> Self:
        if self.train_only and self.partition:
            msg = "train_only and partition can't both be: the first says that all people train"
            raise ValueError(msg)
        return self


class NetworkOptions(Config):
    """The network.

    Attributes:
        over: ``images``, or the name of a layer of embeddings, as ``embeddings/sface``.
        widths: of a network over images: channels at each of four scales.
        blocks: likewise, residual blocks at the last three.
        features: length of the vector that all branches share; by default 256 over images, 512 over embeddings.
        hidden: units of each branch; by default 16 over images, 32 over embeddings.
        dropout: of the branches, and for embeddings of all layers.
        exclusive: families of the vocabulary that are learnt by a softmax instead of each attribute by itself.
        start: a run's folder whose best weights training starts from, relative to the configuration's; each member of
            an ensemble starts from the one of its number, or the only one there is.
    """

    over: str = Field(default="images", pattern=r"^(images|embeddings/[A-Za-z0-9][A-Za-z0-9._-]*)$")
    widths: tuple[int, int, int, int] = (24, 48, 96, 192)
    blocks: tuple[int, int, int] = (1, 1, 1)
    features: int | None = Field(default=None, ge=8)
    hidden: int | None = Field(default=None, ge=1)
    dropout: float = Field(default=0.5, ge=0, lt=1)
    exclusive: tuple[str, ...] = ()
    start: str = ""


class OptimizerOptions(Config):
    """AdamW with a warm-up and a cosine down to nothing.

    Attributes:
        learning_rate: at its highest.
        weight_decay: of weights; not of norms and offsets.
        warm_up: share of the steps.
        balance: 0 where each label counts alike, 1 where the positives of an attribute together count as much as its
            negatives.
    """

    learning_rate: float = Field(default=2e-3, gt=0)
    weight_decay: float = Field(default=0.05, ge=0)
    warm_up: float = Field(default=0.05, ge=0, lt=1)
    balance: float = Field(default=0.7, ge=0, le=1)


class SplitOptions(Config):
    """Which share of the people is kept out of training.

    Attributes:
        validation: for the choice of the epoch, the calibration and the thresholds.
        test: for the numbers in the card.
    """

    validation: float = Field(default=0.06, gt=0, lt=0.5)
    test: float = Field(default=0.06, gt=0, lt=0.5)


class TrustOptions(Config):
    """How answers are trusted.

    Attributes:
        precision: the share of kept labels that are to be right; others become undefined.
        passes: stochastic passes for a reliability.
        alpha: weight of their spread in it.
    """

    precision: float = Field(default=0.9, gt=0.5, lt=1)
    passes: int = Field(default=100, ge=2)
    alpha: float = Field(default=0.5, ge=0, lt=1)


class AttributeTraining(TrainingRecipe):
    """All of it.

    Attributes:
        vocabulary: built-in name, or path of a TOML, of what is learnt.
        seed: of the split, the order, the augmentation and the first weights.
        members: networks of an ensemble, trained one after another from different seeds.
        sets: what is learnt from.
        limits: lines for the card that no number says.
    """

    packaged = PackagedFiles("facegap.annotate.learning")

    vocabulary: str = "maad47"
    seed: int = Field(default=0, ge=0)
    members: int = Field(default=1, ge=1, le=20)
    sets: tuple[LabeledSource, ...] = Field(min_length=1)
    limits: tuple[str, ...] = ()
    network: NetworkOptions = NetworkOptions()
    augmentation: Augmentation = Augmentation()
    optimizer: OptimizerOptions = OptimizerOptions()
    split: SplitOptions = SplitOptions()
    trust: TrustOptions = TrustOptions()
    loop: LoopOptions = LoopOptions()

    @model_validator(mode="after")
    def _someone_is_held_out(self) -> Self:
        if all(source.train_only for source in self.sets):
            msg = "every set is train_only: nobody is left to choose the epoch and to measure with"
            raise ValueError(msg)
        return self

    @property
    def kind(self) -> Literal["image", "embedding"]:
        """What the network is over."""
        return "image" if self.network.over == "images" else "embedding"

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Read it; paths in it are relative to its folder."""
        found = super().from_toml(path)
        beside = path.parent
        sets = tuple(
            source.model_copy(
                update={"path": str(beside / source.path), "vocabulary": _vocabulary(source.vocabulary, beside)}
            )
            for source in found.sets
        )
        start = str(beside / found.network.start) if found.network.start else ""
        network = found.network.model_copy(update={"start": start})
        vocabulary = _vocabulary(found.vocabulary, beside)
        return found.model_copy(update={"sets": sets, "network": network, "vocabulary": vocabulary})


def _vocabulary(name: str | None, beside: Path) -> str | None:
    """The path of a vocabulary's TOML from where the configuration is; names of those that are built in stay."""
    return str(beside / name) if name and name.endswith(".toml") else name
