"""InsightFace's verification sets (``lfw.bin``, ``agedb_30.bin``): a pickle of encoded images and pair labels."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from facegap.base.errors import FormatError
from facegap.faceset.formats.harmless_pickle import EncodedArray, HarmlessUnpickler
from facegap.faceset.formats.index import file_state, make_index
from facegap.faceset.formats.registry import Reader, ReadImage, register_reader


@register_reader
class VerificationBin(Reader):
    """Reads a verification set: its images 2k and 2k+1 are pair k.

    The column ``pair`` keeps the number of the pair, and ``same`` whether it is mated.
    """

    name = "bin"
    summary = "InsightFace's verification .bin (lfw.bin, cfp_fp.bin, ...)"

    @staticmethod
    def recognizes(path: Path) -> bool:
        return path.is_file() and path.suffix == ".bin"

    def index(self) -> pa.Table:
        images, same = self._load()
        numbers = range(len(images))
        return make_index(
            self.path,
            image_ids=[f"{number:06d}" for number in numbers],
            identities=[None] * len(images),
            paths=[f"{self.path.name}#{number}" for number in numbers],
            locators={
                "_number": pa.array(numbers, pa.int64()),
                "_state": pa.repeat(file_state(self.path), len(images)),
            },
            labels={
                "pair": pa.array([number // 2 for number in numbers], pa.int32()),
                "same": pa.array([same[number // 2] for number in numbers], pa.bool_()),
            },
        )

    def start(self) -> ReadImage:
        images, _ = self._load()

        def read(row: dict[str, Any]) -> bytes:
            return images[int(row["_number"])]

        return read

    def _load(self) -> tuple[list[bytes], list[bool]]:
        try:
            with self.path.open("rb") as file:
                content = HarmlessUnpickler(file, encoding="bytes").load()
        except Exception as error:  # a hostile pickle can make the unpickler raise anything
            msg = f"{self.path}: not a verification set: {error}"
            raise FormatError(msg) from error
        match content:
            case (list() as images, list() as same) if (
                all(isinstance(image, bytes | EncodedArray) for image in images)
                and all(isinstance(value, bool | int) for value in same)
                and len(images) == 2 * len(same)
            ):
                encoded = [image.encoded if isinstance(image, EncodedArray) else image for image in images]
                return encoded, [bool(value) for value in same]
        msg = f"{self.path}: not a verification set: needs two lists, 2n encoded images and n bools"
        raise FormatError(msg)
