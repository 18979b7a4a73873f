"""What a user can set of the training loop."""

from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from facegap.base.config import Config

Precision = Literal["32-true", "bf16-mixed", "16-mixed"]


class LoopOptions(Config):
    """The table ``[loop]`` of a training configuration.

    Attributes:
        epochs: the most epochs; ``patience`` may end the run before.
        batch_size: images of one step of the optimizer, over all devices and micro-batches together.
        accumulate: micro-batches in which each device works through its part of a batch; more need less memory.
        precision: of the arithmetic; weights are float32 always.
        accelerator: ``auto`` takes a GPU where there is one.
        devices: GPUs, or processes on the CPU.
        clip_norm: longest gradient; None leaves it as it is.
        patience: epochs without a better validation after which to stop; None never stops early.
        checkpoint_every: steps between checkpoints; 0 writes them at the ends of epochs only.
        log_every: steps between lines of the log.
        tensorboard: write the log for TensorBoard too.
        compile: by ``torch.compile``; pays off in long runs.
        average: decay of the moving average of the weights, which is then what is validated and kept; 0 is off.
        channels_last: memory format of convolutions that suits channels-last batches, mostly faster.
    """

    epochs: PositiveInt = 10
    batch_size: PositiveInt = 128
    accumulate: PositiveInt = 1
    precision: Precision = "32-true"
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    devices: PositiveInt = 1
    clip_norm: PositiveFloat | None = None
    patience: PositiveInt | None = None
    checkpoint_every: Annotated[int, Field(ge=0)] = 0
    log_every: PositiveInt = 50
    tensorboard: bool = False
    compile: bool = False
    average: Annotated[float, Field(ge=0, lt=1)] = 0.0
    channels_last: bool = True


HARMLESS = {"accelerator", "devices", "checkpoint_every", "log_every", "tensorboard"}
"""Options that may change when a run is taken up again: where and how it is watched, not what is computed."""
