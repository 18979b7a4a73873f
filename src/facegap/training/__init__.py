"""The one training loop: devices, precision, checkpoints, resume, logs, selection; and its batches from face sets."""

from facegap.training.batches import BatchPlan, MicroBatch
from facegap.training.checkpoint import BEST, LAST, settings_of
from facegap.training.devices import accelerator_of, precision_of
from facegap.training.encoded import EncodedImages
from facegap.training.exporting import export_onnx
from facegap.training.history import EpochRecord, History
from facegap.training.loading import Loader, PerImage
from facegap.training.loop import train
from facegap.training.optimizers import ParameterGroups, adamw, parameter_groups, sgd
from facegap.training.options import LoopOptions
from facegap.training.order import balanced, mixed, shuffled
from facegap.training.pixels import pixels
from facegap.training.recipe import TrainingRecipe
from facegap.training.schedules import Schedule, cosine, milestones
from facegap.training.split import TEST, TRAIN, VALIDATION, check_train_only, number_people, split_people
from facegap.training.starting import HeldOut, check_start
from facegap.training.submodules import Sharded, SharedRandom
from facegap.training.task import Batch, Loss, Phase, PhasedTask, Selection, Task

__all__ = [
    "BEST",
    "LAST",
    "TEST",
    "TRAIN",
    "VALIDATION",
    "Batch",
    "BatchPlan",
    "EncodedImages",
    "EpochRecord",
    "HeldOut",
    "History",
    "Loader",
    "LoopOptions",
    "Loss",
    "MicroBatch",
    "ParameterGroups",
    "PerImage",
    "Phase",
    "PhasedTask",
    "Schedule",
    "Selection",
    "Sharded",
    "SharedRandom",
    "Task",
    "TrainingRecipe",
    "accelerator_of",
    "adamw",
    "balanced",
    "check_start",
    "check_train_only",
    "cosine",
    "export_onnx",
    "milestones",
    "mixed",
    "number_people",
    "parameter_groups",
    "pixels",
    "precision_of",
    "settings_of",
    "sgd",
    "shuffled",
    "split_people",
    "train",
]
