"""A training, as one program that the test of kills runs and kills: OUT."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.training.small_task import SmallTask

from facegap.training import Batch, LoopOptions, MicroBatch, train


class Slow(SmallTask):
    """Long enough to be killed in the middle of it."""

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        for batch in super().load(epoch, micro_batches):
            time.sleep(0.01)
            yield batch


def main() -> None:
    options = LoopOptions(
        epochs=8, batch_size=8, checkpoint_every=3, log_every=1, average=0.9, precision="bf16-mixed", accelerator="cpu"
    )
    train(Slow(count=160), options, Path(sys.argv[1]), seed=5)


if __name__ == "__main__":
    main()
