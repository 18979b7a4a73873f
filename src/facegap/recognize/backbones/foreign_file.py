"""Reading tensors from a checkpoint of someone else, without running what is in it."""

import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from facegap.base.errors import ModelError

_LIGHTNING = "pytorch_lightning."
"""Modules whose classes are replaced by harmless ones: Lightning's checkpoints name some beside the weights."""
_DICTIONARY = "pytorch_lightning.utilities.parsing.AttributeDict"
"""The one that is filled like a dictionary, and may be one."""

_UNREADABLE = (RuntimeError, EOFError, ValueError, KeyError, OSError)
"""What PyTorch raises on files that it did not write, besides errors of unpickling."""


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The state dict of a checkpoint made with ``torch.save``, or of what it holds as ``state_dict``.

    Raises:
        ModelError: there is no such file, it is no checkpoint, it needs code to be read, or it is no state dict.
    """
    if not path.is_file():
        msg = f"no checkpoint {path}"
        raise ModelError(msg)
    try:
        with _inert_names(path):
            content: Any = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, *_UNREADABLE) as error:
        if named := re.search(r"GLOBAL (\S+)", str(error)):
            msg = (
                f"{path} holds more than tensors: {named[1]}, which may run code and is not loaded; where the file is "
                f"from, save the network's state_dict by itself"
            )
        else:
            msg = f"{path} is no checkpoint of PyTorch, or cut off ({type(error).__name__})"
        raise ModelError(msg) from error
    tensors = content.get("state_dict", content) if isinstance(content, dict) else content
    if not isinstance(tensors, dict) or not tensors or not all(isinstance(value, Tensor) for value in tensors.values()):
        msg = f"{path} holds no state dict (names to tensors), nor one called 'state_dict'"
        raise ModelError(msg)
    return {str(name): tensor for name, tensor in tensors.items()}


class _Inert:
    """What stands for an object that is of no use here."""

    def __init__(self, *_: Any) -> None:
        pass


@contextmanager
def _inert_names(path: Path) -> Iterator[None]:
    try:
        names = torch.serialization.get_unsafe_globals_in_checkpoint(path)
    except (pickle.UnpicklingError, *_UNREADABLE):
        # Of the format before PyTorch 1.6, or no checkpoint at all: reading it will tell.
        names = []
    stand_ins = [(dict if name == _DICTIONARY else _Inert, name) for name in names if name.startswith(_LIGHTNING)]
    with torch.serialization.safe_globals(stand_ins):
        yield
