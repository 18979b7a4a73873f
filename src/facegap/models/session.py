"""A network's file on ONNX Runtime, and faces as the values that its card asks for."""

from pathlib import Path

import numpy as np
import onnxruntime as ort

from facegap.base.arrays import Float32Array
from facegap.base.errors import ConfigError, ContractError, ModelError
from facegap.base.worker import Worker
from facegap.faceset import Pixels
from facegap.models.card import InputContract, ModelCard

_CPU, _CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"

_ON_CPU = Worker()


def open_session(path: Path, *, worker: Worker = _ON_CPU, output: str | None = None) -> ort.InferenceSession:
    """Load a network.

    Args:
        path: The network's file.
        worker: Says on which device it runs, and in how many threads.
        output: A tensor within it that is to be its last output, besides its own.

    Raises:
        ConfigError: The worker's device is a GPU, and ONNX Runtime can't use it here.
        ModelError: ONNX Runtime can't load the network, or it has no such tensor.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = worker.threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    providers = _providers(worker)
    options.use_deterministic_compute = worker.gpu is not None
    try:
        network = path.read_bytes() + _further_output(output) if output else str(path)
        session = ort.InferenceSession(network, options, providers=providers)
    except Exception as error:  # ONNX Runtime's own errors have no common class
        what = f"can't load it with the output {output!r}" if output else "can't load it"
        msg = f"{path}: ONNX Runtime {what} on {worker.device}: {error}"
        raise ModelError(msg) from error
    if worker.gpu is not None and _CUDA not in session.get_providers():  # it would go on without a word
        msg = (
            f"--device {worker.device}: ONNX Runtime can't use that GPU (none of that number, or another CUDA or cuDNN "
            "than it was built for); choose another device, or cpu"
        )
        raise ConfigError(msg)
    return session


def _providers(worker: Worker) -> list[str | tuple[str, dict[str, str]]]:
    """What ONNX Runtime runs a network by, the first that can; a GPU leaves to the CPU only what it has no kernel for.

    Raises:
        ConfigError: This ONNX Runtime has none for GPUs.
    """
    if worker.gpu is None:
        return [_CPU]
    if _CUDA not in (available := ort.get_available_providers()):
        msg = (
            f"--device {worker.device}: ONNX Runtime is installed here without CUDA (it has {', '.join(available)}); "
            "install onnxruntime-gpu in place of onnxruntime, or choose cpu"
        )
        raise ConfigError(msg)
    # Full 32-bit products, and one choice of algorithm: results as on the CPU but for rounding, and the same each time.
    return [(_CUDA, {"device_id": str(worker.gpu), "use_tf32": "0", "cudnn_conv_algo_search": "DEFAULT"}), _CPU]


def _further_output(name: str) -> bytes:
    """What makes a tensor within a network an output, when it follows the network's file.

    ONNX is in protocol buffers, where a message that follows another is merged into it: this one is a model (whose
    field 7 is the graph) with a graph (field 12: an output) with a value (field 1: its name).
    """
    message = name.encode()
    for field in (1, 12, 7):
        message = bytes([field << 3 | 2]) + _varint(len(message)) + message
    return message


def _varint(number: int) -> bytes:
    """A number in groups of seven bits, the lowest first, all but the last with the eighth bit set."""
    groups = bytearray()
    while number > 127:
        groups.append(number & 127 | 128)
        number >>= 7
    return bytes([*groups, number])


def check_image_input(session: ort.InferenceSession, card: ModelCard) -> None:
    """Check that the first input of a network is what its card says of images.

    Raises:
        ModelError: The input has another shape than the card says.
    """
    contract = card.image_contract
    shape = session.get_inputs()[0].shape
    card_shape = (contract.batch, 3, contract.height, contract.width)
    wrong = [
        (size, card_size)
        for size, card_size in zip(shape, card_shape, strict=False)
        if isinstance(size, int) and size != (card_size or size)
    ]
    unsaid = isinstance(shape[0], int) and contract.batch is None
    if len(shape) != 4 or wrong or unsaid:
        msg = f"the network {card.name!r} takes {shape}, its card says {list(card_shape)}: correct the card"
        raise ModelError(msg)


class Normalize:
    """Turns a face into the values that a contract asks for: float32, (3, height, width)."""

    def __init__(self, contract: InputContract) -> None:
        self._shape = (contract.height, contract.width, 3)
        self._bgr = contract.color == "BGR"
        std = np.array(contract.std, dtype=np.float32)[:, None, None]
        mean = np.array(contract.mean, dtype=np.float32)[:, None, None]
        self._scale = np.float32(1) / (np.float32(255) * std)
        self._shift = -mean / std

    def __call__(self, face: Pixels) -> Float32Array:
        """Normalize one face, uint8 (height, width, 3), RGB.

        Raises:
            ContractError: The face has another shape or type.
        """
        if face.shape != self._shape or face.dtype != np.uint8:
            msg = f"a face of {face.dtype} {face.shape}, where the network takes uint8 {self._shape}"
            raise ContractError(msg)
        channels = (face[..., ::-1] if self._bgr else face).transpose(2, 0, 1)
        # Made contiguous while it is small: six times faster.
        values = np.ascontiguousarray(channels).astype(np.float32)
        values *= self._scale
        values += self._shift
        return values
