"""Encoded images to batches, decoded by threads while the network trains."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from facegap.base.arrays import Int64Array, UInt8Array
from facegap.base.errors import BadImageError
from facegap.engine import available_cores, generator
from facegap.faceset import Pixels, decode
from facegap.training.data.batches import Batch, MicroBatch
from facegap.training.data.encoded import EncodedImages

PerImage = Callable[[Pixels, np.random.Generator], Pixels]
"""Changes one image; called by several threads at once, so it keeps nothing between calls."""

_AHEAD = 3
_CHUNK = 16
"""Images that a thread takes at a time."""


@dataclass(frozen=True)
class Loader:
    """Decodes the images of micro-batches and gives a batch for each, a few of them ahead of use.

    Attributes:
        images: The encoded images.
        size: The height and width of what goes into a batch, in pixels.
        seed: The seed of the random choices of ``per_image``. Each use of an image has its own generator, by the epoch
            and its place in the epoch's order, so that no result depends on threads, batches or devices.
        per_image: What to do with each decoded image; None leaves it as it is.
        threads: So many threads decode; by default one for each core.
        ahead: So many batches are ready or on the way before they are asked for. By default they are 3 where there is a
            GPU, and none elsewhere: beside a network that uses all cores, decoding would keep its threads waiting.
        pin: Whether batches are put into page-locked memory, from where a GPU fetches them in the background.
        numbering: The image that each number of a micro-batch stands for, int64 (n,); by default the numbers are the
            images' own.
    """

    images: EncodedImages
    size: tuple[int, int]
    seed: int
    per_image: PerImage | None = None
    threads: int | None = None
    ahead: int | None = None
    pin: bool = False
    numbering: Int64Array | None = None

    def batches(self, epoch: int, micro_batches: Iterable[MicroBatch]) -> Iterator[Batch]:
        """For each micro-batch its ``rows``, int64 (n,), and ``images``, uint8 (n, height, width, 3), RGB.

        Raises:
            BadImageError: an image can't be decoded or has another size; the message names it.
        """
        opencv_threads = cv2.getNumThreads()
        cv2.setNumThreads(1)  # the threads here are enough
        ahead = self.ahead if self.ahead is not None else _AHEAD if torch.cuda.is_available() else 0
        pool = ThreadPoolExecutor(self.threads or available_cores(), thread_name_prefix="decode")
        waiting: deque[tuple[MicroBatch, torch.Tensor, list[Future[None]]]] = deque()
        try:
            for micro_batch in micro_batches:
                waiting.append(self._begin(pool, epoch, micro_batch))
                if len(waiting) > ahead:
                    yield _finish(*waiting.popleft())
            while waiting:
                yield _finish(*waiting.popleft())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            cv2.setNumThreads(opencv_threads)

    def _begin(
        self, pool: ThreadPoolExecutor, epoch: int, micro_batch: MicroBatch
    ) -> tuple[MicroBatch, torch.Tensor, list[Future[None]]]:
        rows = micro_batch.rows if self.numbering is None else self.numbering[micro_batch.rows]
        self.images.expect(rows)
        batch = torch.empty((len(micro_batch.rows), *self.size, 3), dtype=torch.uint8, pin_memory=self.pin)
        pixels = batch.numpy()
        starts = range(0, len(micro_batch.rows), _CHUNK)
        return (
            micro_batch,
            batch,
            [pool.submit(self._fill, pixels, epoch, micro_batch.start, rows, start) for start in starts],
        )

    def _fill(self, batch: UInt8Array, epoch: int, place: int, rows: Int64Array, start: int) -> None:
        for at in range(start, min(start + _CHUNK, len(batch))):
            batch[at] = self._image(int(rows[at]), epoch, place + at)

    def _image(self, row: int, epoch: int, place: int) -> Pixels:
        try:
            pixels = decode(self.images[row])
        except BadImageError as error:
            msg = f"{self.images.image_ids([row])[0]}: {error}; `facegap verify` tells whether the set is damaged"
            raise BadImageError(msg) from error
        if self.per_image is not None:
            pixels = self.per_image(pixels, generator(self.seed, "image", epoch, place))
        if pixels.shape[:2] != self.size:
            msg = (
                f"{self.images.image_ids([row])[0]}: {pixels.shape[1]} × {pixels.shape[0]} pixels where the network "
                f"takes {self.size[1]} × {self.size[0]}; import the set with one alignment"
            )
            raise BadImageError(msg)
        return pixels


def _finish(micro_batch: MicroBatch, batch: torch.Tensor, parts: list[Future[None]]) -> Batch:
    for part in parts:
        part.result()
    return {"rows": torch.from_numpy(np.ascontiguousarray(micro_batch.rows)), "images": batch}
