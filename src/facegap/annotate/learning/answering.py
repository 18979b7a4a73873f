"""What the exported annotator answers for held-out people: the numbers of a card are those of the file itself."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from facegap.annotate.learning.inputs import Inputs
from facegap.annotate.network.annotator import Annotator
from facegap.annotate.network.inputs import Given
from facegap.annotate.network.judgment import Answers
from facegap.base.arrays import Int64Array
from facegap.engine import available_cores
from facegap.models import Model
from facegap.training import MicroBatch

_AT_A_TIME = 64


def answers_for(model: Model, inputs: Inputs, rows: Int64Array) -> Answers:
    """The answers for some examples, in their order, as ``facegap annotate`` would give them."""
    annotator = Annotator(model)
    micro_batches = (MicroBatch(at, rows[at : at + _AT_A_TIME]) for at in range(0, len(rows), _AT_A_TIME))

    found: list[Answers] = []
    cores = available_cores()
    waiting: deque[Future[Answers]] = deque()
    # Networks run outside of Python's lock, so threads are as good as processes.
    with ThreadPoolExecutor(cores) as pool:
        for batch in inputs.batches(None, micro_batches):
            given: list[Given] = list(inputs.given(batch))
            waiting.append(pool.submit(annotator, given))
            if len(waiting) > cores:  # so that few faces are in memory at a time
                found.append(waiting.popleft().result())
        found += [future.result() for future in waiting]
    return Answers(
        np.concatenate([one.scores for one in found]),
        np.concatenate([one.reliability for one in found]),
        np.concatenate([one.labels for one in found]),
    )
