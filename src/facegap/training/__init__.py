"""The one training loop: devices, precision, checkpoints, resume, logs, selection; and its batches from face sets."""

from facegap.training.data.batches import Batch, BatchPlan, MicroBatch
from facegap.training.data.encoded import EncodedImages
from facegap.training.data.images import TrainingImages, batches_of, network_input
from facegap.training.data.loading import Loader, PerImage
from facegap.training.data.order import balanced, mixed_sources, shuffled
from facegap.training.data.split import TEST, TRAIN, VALIDATION, check_train_only, number_people, split_people
from facegap.training.exporting import export_onnx
from facegap.training.loop.checkpoint import BEST, LAST, settings_of
from facegap.training.loop.devices import accelerator_of, precision_of
from facegap.training.loop.history import EpochRecord, History
from facegap.training.loop.launch import train
from facegap.training.optimization.optimizers import ParameterGroups, adamw, parameter_groups, sgd
from facegap.training.optimization.schedules import Schedule, cosine, milestones
from facegap.training.options import LoopOptions
from facegap.training.recipe import TrainingRecipe
from facegap.training.starting import HeldOutShare, check_start
from facegap.training.submodules import Sharded, SharedRandom
from facegap.training.task import EpochSelection, Loss, Phase, PhasedTask, Task

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
    "EpochSelection",
    "HeldOutShare",
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
    "Sharded",
    "SharedRandom",
    "Task",
    "TrainingImages",
    "TrainingRecipe",
    "accelerator_of",
    "adamw",
    "balanced",
    "batches_of",
    "check_start",
    "check_train_only",
    "cosine",
    "export_onnx",
    "milestones",
    "mixed_sources",
    "network_input",
    "number_people",
    "parameter_groups",
    "precision_of",
    "settings_of",
    "sgd",
    "shuffled",
    "split_people",
    "train",
]
