"""Where a training computes, and in what precision."""

from typing import Literal

import torch

from facegap.base.errors import ConfigError
from facegap.training.options import LoopOptions

_HALF = {"bf16-mixed": torch.bfloat16, "16-mixed": torch.float16}


def accelerator_of(options: LoopOptions) -> Literal["cpu", "cuda"]:
    """Where the loop trains. Fabric's own choice would be a TPU or a Mac's GPU first, where runs don't resume exactly.

    Raises:
        ConfigError: it wants a GPU and there is none, or more of them than there are.
    """
    gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if options.accelerator == "cuda" and not gpus:
        msg = 'accelerator = "cuda", but PyTorch finds no GPU here; set "auto" or "cpu"'
        raise ConfigError(msg)
    if options.accelerator == "cpu" or not gpus:
        return "cpu"
    if options.devices > gpus:
        msg = (
            f"devices = {options.devices} is more than the GPUs that PyTorch finds here ({gpus}); set so many or fewer"
        )
        raise ConfigError(msg)
    return "cuda"


def precision_of(options: LoopOptions) -> torch.autocast:
    """A context in which networks compute in the loop's precision, where they compute beside it."""
    half = _HALF.get(options.precision)
    return torch.autocast(accelerator_of(options), half or torch.bfloat16, enabled=half is not None)
