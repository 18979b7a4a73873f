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
from facegap.engine.job import Advance, Job
from facegap.engine.threads import available_cores, one_thread


class Runner(Protocol):
    """Has a job done for every shard, in any order and on any workers; the result doesn't depend on which."""

    def run(self, job: Job, shards: Sequence[int], advance: Advance) -> None:
        """Compute and write the shards; an error in one ends the run, with those that are finished kept."""


@dataclass(frozen=True)
class LocalRunner:
    """Processes on this machine, one thread each for native libraries.

    Attributes:
        workers: how many; by default as many as there are cores. A single one is this process itself.
    """

    workers: int | None = None

    def run(self, job: Job, shards: Sequence[int], advance: Advance) -> None:
        if not shards:
            return
        count = min(self.workers or available_cores(), len(shards))
        if count == 1:
            compute = job.start()
            for shard in shards:
                compute(shard, advance)
            return
        pool = [_Worker(pickle.dumps(job)) for _ in range(count)]
        try:
            _distribute(pool, list(shards), advance)
        finally:
            for worker in pool:
                worker.stop()


def _distribute(pool: list["_Worker"], shards: list[int], advance: Advance) -> None:
    """Give each worker a shard whenever it has none, until all are done."""
    waiting = list(reversed(shards))
    for worker in pool:
        worker.give(waiting.pop())
    while busy := [worker for worker in pool if worker.shard is not None]:
        ready = wait([worker.connection for worker in busy])
        for worker in busy:
            if worker.connection in ready and worker.receive(advance):
                worker.shard = None
                if waiting:
                    worker.give(waiting.pop())


class _Worker:
    """A process that computes one shard at a time, seen from the process that runs it."""

    def __init__(self, job: bytes) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(theirs, job), daemon=True)
        self.process.start()
        theirs.close()
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


def _work(connection: Connection, pickled: bytes) -> None:
    """The worker's own program: wait for shards until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        one_thread()
        job: Job = pickle.loads(pickled)
        compute = job.start()
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
