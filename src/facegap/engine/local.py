"""Workers as processes on this machine."""

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from facegap.base.errors import FacegapError, WorkerError
from facegap.base.worker import Worker
from facegap.engine.job import Advance, Job

_WORKERS_A_GPU = 4
_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


class Runner(Protocol):
    """Has a job done for every shard, in any order and on any workers; the result doesn't depend on which."""

    def run(self, job: Job, shards: Sequence[int], advance: Advance) -> None:
        """Compute and write the shards; an error in one ends the run, with those that are finished kept."""


@dataclass(frozen=True)
class LocalRunner:
    """Processes on this machine, one thread each for native libraries.

    Attributes:
        workers: How many processes share the work. By default there are as many as cores, and on GPUs at most four a
            GPU (ours), which decode while it computes. A single one is this process itself.
        devices: The devices that they compute on, in turn: the first worker takes the first device, and so on, round
            and round.
        batch: How many images go through a network together; None for what suits the network and the device.
    """

    workers: int | None = None
    devices: tuple[str, ...] = ("cpu",)
    batch: int | None = None

    def run(self, job: Job, shards: Sequence[int], advance: Advance) -> None:
        if not shards:
            return
        count = min(self.workers or self._suitable_count(), len(shards))
        workers = [Worker(self.devices[number % len(self.devices)], batch=self.batch) for number in range(count)]
        if count == 1:
            compute = job.start(workers[0])
            for shard in shards:
                compute(shard, advance)
            return
        pickled = pickle.dumps(job)
        pool = [_Process(pickled, worker) for worker in workers]
        try:
            _distribute(pool, list(shards), advance)
        finally:
            for process in pool:
                process.stop()

    def _suitable_count(self) -> int:
        cores = available_cores()
        return cores if self.devices == ("cpu",) else min(cores, _WORKERS_A_GPU * len(self.devices))


def _distribute(pool: list["_Process"], shards: list[int], advance: Advance) -> None:
    """Give each worker a shard whenever it has none, until all are done."""
    waiting = list(reversed(shards))
    for process in pool:
        process.give(waiting.pop())
    while busy := [process for process in pool if process.shard is not None]:
        ready = wait([process.connection for process in busy])
        for process in busy:
            if process.connection in ready and process.receive(advance):
                process.shard = None
                if waiting:
                    process.give(waiting.pop())


class _Process:
    """A process that computes one shard at a time, seen from the process that runs it."""

    def __init__(self, job: bytes, worker: Worker) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, far_end = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(far_end, job, worker), daemon=True)
        self.process.start()
        far_end.close()
        self.shard: int | None = None

    def give(self, shard: int) -> None:
        self.shard = shard
        with suppress(BrokenPipeError):  # it has died, which `receive` explains
            self.connection.send(shard)

    def receive(self, advance: Advance) -> bool:
        """Take one message; true when it says that the shard is done.

        Raises:
            FacegapError: the one that the worker raised.
            WorkerError: it raised another error, or died.
        """
        try:
            kind, value = self.connection.recv()
        except (EOFError, ConnectionResetError) as error:
            self.process.join()
            msg = (
                f"a worker died while it made shard {self.shard} (exit code {self.process.exitcode}; -9 often means "
                "that memory ran out: use fewer --workers); finished shards are kept, run it again to go on"
            )
            raise WorkerError(msg) from error
        if kind == "advance":
            advance(value)
        elif kind == "error":
            raise value
        return bool(kind == "done")

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join()


def _work(connection: Connection, pickled: bytes, worker: Worker) -> None:
    """The worker's own program: wait for shards until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        limit_threads(worker.threads)
        job: Job = pickle.loads(pickled)
        compute = job.start(worker)
        while True:
            compute(connection.recv(), lambda rows: connection.send(("advance", rows)))
            connection.send(("done", None))
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:
        connection.send(("error", _sendable(error)))


def _end_with_parent() -> None:
    """A worker whose parent was killed ends at once, so that it doesn't write beside the next run."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _sendable(error: Exception) -> Exception:
    """The error itself where it is one of ours or the system's; any other as its traceback, a fault of the program."""
    if isinstance(error, FacegapError | OSError):
        return error
    details: Any = "".join(traceback.format_exception(error))
    return WorkerError(f"a worker failed; finished shards are kept.\n{details}")


def limit_threads(count: int) -> None:
    """Keep the native libraries of this process to so many threads, those loaded and those still to be loaded."""
    for variable in _VARIABLES:
        os.environ[variable] = str(count)
    import cv2
    import pyarrow as pa
    import threadpoolctl

    threadpoolctl.threadpool_limits(count)
    cv2.setNumThreads(count)
    pa.set_cpu_count(count)
    pa.set_io_thread_count(count)


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
