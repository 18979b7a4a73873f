"""What a user can set of the training loop."""

from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from facegap.base.config import Config

Precision = Literal["32-true", "bf16-mixed", "16-mixed"]


class LoopOptions(Config):
    """What can be set of the training loop; the table ``[loop]`` of a training configuration.

    >>> LoopOptions(epochs=3, batch_size=64).precision
    '32-true'
    >>> LoopOptions.from_dict({"batchsize": 64}, where="mine.toml")
    Traceback (most recent call last):
    facegap.base.errors.ConfigError: mine.toml: unknown key 'batchsize'; did you mean 'batch_size'?

    Attributes:
        epochs: The run has at most so many epochs; ``patience`` may end it before.
        batch_size: One step takes so many images, over all devices and micro-batches together.
        accumulate: Each device works through its part of a batch in so many micro-batches; more need less memory.
        precision: The arithmetic is done in this precision; weights are always float32.
        accelerator: The loop trains on a GPU (``cuda``) or on processors (``cpu``); ``auto`` takes a GPU if it can.
        devices: The loop trains on so many GPUs, or in so many processes on the CPU.
        clip_norm: A gradient that is longer than this is scaled down to it; None leaves it as it is.
        patience: The run stops after so many epochs without a better validation; None never stops it early.
        checkpoint_every: A checkpoint is written every so many steps; 0 writes it at the end of each epoch only.
        log_every: A line of the log is written every so many steps.
        tensorboard: Whether the log is written for TensorBoard too.
        compile: Whether the network is compiled by ``torch.compile``, which pays off in long runs.
        average: The decay of the moving average of the weights, which is then validated and kept, below 1; 0 is off.
        channels_last: Whether convolutions keep channels last in memory, which is mostly faster.
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
