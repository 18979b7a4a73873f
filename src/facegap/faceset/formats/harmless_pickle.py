"""Reading pickles of bytes, numbers and bools, and of the NumPy arrays that hold them, without running anything."""

import pickle
from collections.abc import Callable
from typing import Any, NoReturn

_BYTES = ("u1", "|u1", "uint8")


class EncodedArray:
    """Stands for a NumPy array of bytes, in which some scripts keep an encoded image.

    Attributes:
        encoded: The bytes that the array holds.
    """

    encoded: bytes = b""

    def __setstate__(self, state: Any) -> None:
        match state:
            case (_, _, kind, _, bytes() as content) if kind in _BYTES:
                self.encoded = content
            case _:
                msg = "holds an array that isn't one of bytes; an encoded image is"
                raise pickle.UnpicklingError(msg)


class _Kind(str):
    """Stands for a NumPy dtype; what else it is made of doesn't matter."""

    __slots__ = ()

    def __setstate__(self, state: Any) -> None:
        """Forget byte order and fields."""


def _text(value: Any) -> str:
    return value.decode("ascii") if isinstance(value, bytes) else str(value)


def _kind(name: Any, *_: Any) -> _Kind:
    return _Kind(_text(name))


def _array(*_: Any) -> EncodedArray:
    return EncodedArray()


def _from_buffer(content: Any, kind: Any, *_: Any) -> EncodedArray:
    array = EncodedArray()
    array.__setstate__((1, (), kind, False, bytes(content)))
    return array


def _scalar(_: Any, content: Any) -> bool:
    return any(content)


def _encode(text: Any, encoding: Any) -> bytes:
    """How Python 3 writes bytes for readers of Python 2."""
    if _text(encoding) not in ("latin1", "latin-1"):
        msg = f"holds bytes as text in {encoding!r}"
        raise pickle.UnpicklingError(msg)
    return str(text).encode("latin-1")


_STAND_INS: dict[tuple[str, str], Callable[..., Any]] = {
    ("_codecs", "encode"): _encode,
    ("numpy", "ndarray"): EncodedArray,
    ("numpy", "dtype"): _kind,
}
for _module in ("numpy.core", "numpy._core"):
    _STAND_INS |= {
        (f"{_module}.multiarray", "_reconstruct"): _array,
        (f"{_module}.multiarray", "scalar"): _scalar,
        (f"{_module}.numeric", "_frombuffer"): _from_buffer,
    }


class HarmlessUnpickler(pickle.Unpickler):
    """Reads lists and tuples of bytes, numbers, bools and byte arrays; any other class or function is an error.

    What NumPy's pickles name is answered by stand-ins that hold bytes and run nothing.
    """

    def find_class(self, module: str, name: str, /) -> Any:
        """Answer NumPy's names, refuse others: a pickle that names a class or function could run anything."""
        if (module, name) in _STAND_INS:
            return _STAND_INS[module, name]
        msg = f"names {module}.{name}, which could run code; a verification set holds bytes and bools only"
        raise pickle.UnpicklingError(msg)

    def persistent_load(self, pid: Any, /) -> NoReturn:
        """Refuse objects kept elsewhere."""
        msg = f"refers to an object outside ({pid!r})"
        raise pickle.UnpicklingError(msg)
