"""Warp, started once and without its chatter: its banner, and a line whenever it loads a module."""

import ctypes
import functools
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import warp as wp

_DRIVERS = ("libcuda.so.1", "libcuda.so", "nvcuda.dll")


@functools.cache
def start_warp() -> None:
    """Start Warp so that it speaks of warnings and errors only; where there is no GPU, that isn't one.

    Whatever uses Warp calls it first; after the first time in a process it does nothing.
    """
    wp.config.log_level = wp.LOG_WARNING
    if _has_cuda_driver() or sys.stderr is None:
        wp.init()
        return
    with _muted_stderr():
        wp.init()


def _has_cuda_driver() -> bool:
    for name in _DRIVERS:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


@contextmanager
def _muted_stderr() -> Iterator[None]:
    """Keep native code, which Python's ``sys.stderr`` doesn't reach, from writing to standard error."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
