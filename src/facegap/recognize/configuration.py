"""The configuration of a recognizer's training, from one TOML file."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from facegap.base.config import Config, PackagedFiles
from facegap.recognize.augmentation import RecognizerAugmentation, make_augmentation
from facegap.recognize.backbones import backbones
from facegap.recognize.heads import MARGINS
from facegap.training import LoopOptions, TrainingRecipe


class TrainingSet(Config):
    """A face set to learn from.

    Attributes:
        path: The path of the set, relative to the configuration's folder.
        weight: How often its images are seen, relative to those of the other sets; by default each image of all sets is
            seen as often.
        fewest_images: People with fewer images are left out.
        people: Only so many people are used, chosen at random; a smaller number chooses some of those of a larger one.
        images: Only so many images of each person are used.
        train_only: Whether all its people train, and none is held out for validation.
    """

    path: str
    weight: float | None = Field(default=None, gt=0)
    fewest_images: int = Field(default=2, ge=1)
    people: int | None = Field(default=None, ge=2)
    images: int | None = Field(default=None, ge=1)
    train_only: bool = False


class BackboneOptions(Config):
    """The network.

    Attributes:
        name: The name of one of ``backbones()``.
        start: Where the first weights come from: the folder of a run of the same backbone (or of one of its seeds), a
            file of weights that one kept, or a checkpoint that InsightFace or AdaFace published; relative to the
            configuration's folder.
    """

    name: str = "mobilefacenet"
    start: str = ""


class HeadOptions(Config):
    """The margin and the class matrix.

    Attributes:
        margin: The name of one of ``MARGINS``.
        options: The margin's own options, such as ``m``; by default those of its paper.
        scale: The cosines are multiplied by it, s of the papers.
        sample_rate: The share of the classes that take part in a step (PartialFC); 1 is all.
        rows: What the class matrix begins with: ``random``, or ``means``, the mean embedding of up to five images of
            each person by the backbone that training starts from, which spares it the long way there where people are
            many.
    """

    margin: str = "adaface"
    options: dict[str, float] = Field(default_factory=dict)
    scale: float = Field(default=64.0, gt=0)
    sample_rate: float = Field(default=1.0, gt=0, le=1)
    rows: Literal["random", "means"] = "random"


class RecognizerOptimizer(Config):
    """Stochastic gradient descent with momentum.

    Attributes:
        learning_rate: The learning rate of all weights, before the factors below.
        momentum: The share of the last step's direction that is kept.
        weight_decay: The weight decay of matrices and filters; norms and offsets have none.
        schedule: ``milestones`` multiplies the rate by 0.1 at the beginning of each of these epochs; ``cosine`` lets it
            fall to nothing.
        milestones: Epochs, counted from 0, so all below ``loop.epochs``.
        warm_up: The rate rises from nothing over so many epochs.
        encoder_rate: The factor of the backbone's rate; 0.01 in the second stage of DigiFace's fine-tuning.
        head_rate: The factor of the class matrix's rate; 0.1 there.
    """

    learning_rate: float = Field(default=0.1, gt=0)
    momentum: float = Field(default=0.9, ge=0, lt=1)
    weight_decay: float = Field(default=5e-4, ge=0)
    schedule: Literal["milestones", "cosine"] = "milestones"
    milestones: tuple[int, ...] = (12, 20, 26)
    warm_up: float = Field(default=0.0, ge=0)
    encoder_rate: float = Field(default=1.0, gt=0)
    head_rate: float = Field(default=1.0, gt=0)


class ValidationOptions(Config):
    """Who chooses the epoch: people of the training sets whose images train nothing. Benchmarks never do.

    Attributes:
        people: The share of the people that is held out. Where they have very many images, a random part of them
            chooses, see ``Compared``.
        fmr: The false match rate at which the false non-match rate is looked at; it takes 1/``fmr`` comparisons of
            different people.
        seed: The seed of the choice of people, the same for all seeds of the training.
    """

    people: float = Field(default=0.02, gt=0, lt=0.5)
    fmr: float = Field(default=1e-3, gt=0, lt=1)
    seed: int = Field(default=0, ge=0)


class RecognizerLoop(LoopOptions):
    """The loop, by default as long and with batches as large as the field's recipe."""

    epochs: PositiveInt = 30
    batch_size: PositiveInt = 256


class RecognizerTraining(TrainingRecipe):
    """All of it.

    Attributes:
        seeds: The seeds of the first weights, the order and the augmentation: one recognizer is trained for each.
        sets: The face sets that are learnt from.
        sampling: ``images`` shows each image as often, ``people`` each person.
        images_per_epoch: The length of an epoch; by default as many as there are training images.
        backbone: The network.
        head: The margin and the class matrix.
        augmentation: The name of a recipe, or a table.
    """

    packaged = PackagedFiles("facegap.recognize")

    seeds: tuple[int, ...] = Field(default=(0,), min_length=1)
    sets: tuple[TrainingSet, ...] = Field(min_length=1)
    sampling: Literal["images", "people"] = "images"
    images_per_epoch: int | None = Field(default=None, ge=1)
    backbone: BackboneOptions = BackboneOptions()
    head: HeadOptions = HeadOptions()
    augmentation: RecognizerAugmentation = Field(default_factory=lambda: make_augmentation("field"))
    optimizer: RecognizerOptimizer = RecognizerOptimizer()
    validation: ValidationOptions = ValidationOptions()
    loop: RecognizerLoop = RecognizerLoop()

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for what, name, known in (
            ("backbone.name", self.backbone.name, backbones()),
            ("head.margin", self.head.margin, MARGINS),
        ):
            if name not in known:
                msg = f"{what}: there is no {name!r}; there are {', '.join(known)}"
                raise ValueError(msg)
        if self.head.rows == "means" and not self.backbone.start:
            msg = 'head.rows = "means" needs a backbone that knows faces: name one under backbone.start'
            raise ValueError(msg)
        MARGINS[self.head.margin].check_options(self.head.options)
        return self

    @model_validator(mode="after")
    def _milestones_are_reached(self) -> Self:
        options, epochs = self.optimizer, self.loop.epochs
        if options.schedule == "milestones" and (late := [each for each in options.milestones if each >= epochs]):
            msg = (
                f"optimizer.milestones: {', '.join(map(str, late))} never come in {epochs} epochs, counted from 0; "
                'name earlier ones, raise loop.epochs, or set optimizer.schedule = "cosine"'
            )
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _sets_fit(self) -> Self:
        if all(source.train_only for source in self.sets):
            msg = "every set is train_only: nobody is left to choose the epoch"
            raise ValueError(msg)
        weights = [source.weight is not None for source in self.sets]
        if any(weights) and not all(weights):
            msg = "some sets have a weight and some have none; give one to all, or to none"
            raise ValueError(msg)
        if len(set(self.seeds)) < len(self.seeds):
            msg = f"seeds: {list(self.seeds)} has the same one twice"
            raise ValueError(msg)
        return self

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Read it; paths in it are relative to its folder."""
        read = super().from_toml(path)
        beside = path.parent
        sets = tuple(source.model_copy(update={"path": str(beside / source.path)}) for source in read.sets)
        start = str(beside / read.backbone.start) if read.backbone.start else ""
        backbone = read.backbone.model_copy(update={"start": start})
        return read.model_copy(update={"sets": sets, "backbone": backbone})
