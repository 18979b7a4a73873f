"""Few threads each: workers share the machine by processes, not by threads that get in each other's way."""

import os

_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


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
