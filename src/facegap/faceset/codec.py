"""Encoded images to pixels."""

import threading

import cv2
import numpy as np

from facegap.base.arrays import UInt8Array
from facegap.base.errors import BadImageError

Pixels = UInt8Array
"""An image: uint8, (height, width, 3), RGB, 0 to 255."""

_MAY_HOLD_FRAMES = (b"GIF8", b"RIFF", b"\x89PNG", b"II*\x00", b"MM\x00*")


def decode(encoded: bytes) -> Pixels:
    """Decode to 8-bit RGB, turned upright as EXIF says.

    Grayscale is repeated over the three channels, CMYK converted, 16 bits cut to the upper 8, alpha dropped.

    Returns:
        uint8, (height, width, 3), RGB.

    Raises:
        BadImageError: empty, truncated, of an unknown format, or an animation, of which any frame would be a guess.
    """
    if not encoded:
        msg = "empty file"
        raise BadImageError(msg)
    buffer = np.frombuffer(encoded, dtype=np.uint8)
    try:
        with _muted_opencv:
            image = cv2.imdecode(buffer, cv2.IMREAD_COLOR_RGB)
            frames = _frames(encoded)
    except cv2.error as error:
        msg = f"cannot be decoded: {error.err}"
        raise BadImageError(msg) from error
    if image is None:
        msg = f"cannot be decoded: truncated, or not an image ({len(encoded)} bytes, begins {encoded[:8]!r})"
        raise BadImageError(msg)
    if frames > 1:
        msg = f"animated: {frames} frames; extract the one you want"
        raise BadImageError(msg)
    return np.asarray(image, dtype=np.uint8)


class _MutedOpenCV:
    """Keeps OpenCV's own messages back, which name no file; the reason stands in the row's ``error`` instead.

    The level is the process's. It is put back when the last thread that decodes leaves.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._level = threading.Lock(), 0, 0

    def __enter__(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._level = cv2.utils.logging.getLogLevel()
                cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                cv2.utils.logging.setLogLevel(self._level)


_muted_opencv = _MutedOpenCV()


def _frames(encoded: bytes) -> int:
    if not encoded.startswith(_MAY_HOLD_FRAMES):
        return 1
    if encoded.startswith(b"\x89PNG") and b"acTL" not in encoded[:4096]:
        return 1
    decoded, pages = cv2.imdecodemulti(np.frombuffer(encoded, dtype=np.uint8), cv2.IMREAD_COLOR)
    return len(pages) if decoded else 1


def encode_png(pixels: Pixels) -> bytes:
    """Encode RGB pixels without loss."""
    return _encode(".png", pixels, [])


def encode_jpeg(pixels: Pixels, *, quality: int) -> bytes:
    """Encode RGB pixels with JPEG's loss; ``quality`` from 0 to 100."""
    return _encode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])


def encode_webp(pixels: Pixels, *, quality: int) -> bytes:
    """Encode RGB pixels with WebP's loss, at the same look about half of a JPEG; ``quality`` from 0 to 100."""
    return _encode(".webp", pixels, [cv2.IMWRITE_WEBP_QUALITY, quality])


def _encode(suffix: str, pixels: Pixels, parameters: list[int]) -> bytes:
    _, encoded = cv2.imencode(suffix, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), parameters)
    return encoded.tobytes()


_SUFFIXES = {
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG": ".png",
    b"GIF8": ".gif",
    b"RIFF": ".webp",
    b"BM": ".bmp",
    b"II*\x00": ".tif",
    b"MM\x00*": ".tif",
    b"P5": ".pgm",
    b"P6": ".ppm",
    b"\x00\x00\x00\x0cjP": ".jp2",
}


def image_suffix(encoded: bytes) -> str:
    """The file ending that fits the encoding, such as ``.jpg``; ``.img`` where it is unknown."""
    return next((suffix for magic, suffix in _SUFFIXES.items() if encoded.startswith(magic)), ".img")
