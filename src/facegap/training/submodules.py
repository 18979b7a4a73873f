"""What a part of a network may ask of the loop: to be sharded over processes, and to draw the same random numbers."""

from typing import Protocol, runtime_checkable

import numpy as np


@runtime_checkable
class Sharded(Protocol):
    """A submodule with tensors that are cut along their first dimension, so that they need not fit one device.

    The rows of all processes, one process after another, are the whole tensor, whatever the number of processes: a run
    that is taken up with another number of them hands the rows out anew. The submodule's forward talks to the other
    processes, and sees to two things: the gradient of its sharded tensors is that of the mean loss over all processes,
    for nobody averages it afterwards, and so is the gradient of what comes in, once it is averaged over the processes.

    Attributes:
        sharded: names of these tensors, in the submodule's state.
    """

    sharded: tuple[str, ...]

    def shard(self, *, process: int, processes: int) -> None:
        """Make the sharded tensors with the rows of one process; a row's first values depend on the row alone."""


@runtime_checkable
class SharedRandom(Protocol):
    """A submodule that draws random numbers which must be the same in all processes, however many there are.

    PyTorch's own random numbers are set anew before each micro-batch too, but to others in each process, as dropout
    wants them.
    """

    def share_rng(self, rng: np.random.Generator) -> None:
        """Draw from ``rng`` until the next call.

        The loop calls it before each micro-batch, with a generator that is keyed by the run's seed, the step and the
        number of the micro-batch within the step. So what is drawn for the images of all processes together, in their
        order, doesn't depend on the number of processes, and a run that is taken up again draws the same.
        """
