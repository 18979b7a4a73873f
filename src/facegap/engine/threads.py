"""One thread each: workers share the machine by processes, not by threads that get in each other's way."""

import os

_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def one_thread() -> None:
    """Keep the native libraries of this process to one thread, those loaded and those still to be loaded."""
    for variable in _VARIABLES:
        os.environ[variable] = "1"
    import cv2
    import pyarrow as pa
    import threadpoolctl

    threadpoolctl.threadpool_limits(1)
    cv2.setNumThreads(1)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
