import io
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from PIL import Image
from tests.conftest import picture

from facegap.base.errors import BadImageError
from facegap.faceset import decode, encode_jpeg, encode_png

PICTURE = picture(1, side=32)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_png_keeps_every_pixel() -> None:
    assert np.array_equal(decode(encode_png(PICTURE)), PICTURE)


def test_decodes_as_pillow_does() -> None:
    jpeg = encode_jpeg(PICTURE, quality=95)
    reference = np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")).astype(int)
    assert np.abs(decode(jpeg).astype(int) - reference).max() <= 2


def test_exif_rotation_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    wide = PICTURE[:16]
    assert np.array_equal(decode(encoded(Image.fromarray(wide), "PNG", exif=exif)), np.rot90(wide, -1))


def test_grayscale_is_repeated_over_the_channels() -> None:
    gray = PICTURE[..., 0]
    assert np.array_equal(decode(encoded(Image.fromarray(gray), "PNG")), np.repeat(gray[..., None], 3, axis=2))


def test_sixteen_bits_keep_the_upper_eight() -> None:
    deep = PICTURE[..., 0].astype(np.uint16) * 256 + 200
    assert np.array_equal(decode(encoded(Image.fromarray(deep), "PNG"))[..., 0], PICTURE[..., 0])


def test_cmyk_keeps_its_colors() -> None:
    cmyk = encoded(Image.fromarray(PICTURE).convert("CMYK"), "JPEG", quality=100)
    assert np.abs(decode(cmyk).astype(int) - PICTURE).mean() < 3


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_an_animation_is_refused_with_its_number_of_frames(kind: str) -> None:
    frames = [Image.fromarray(np.roll(PICTURE, 5 * number, axis=0)) for number in range(3)]
    animated = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    with pytest.raises(BadImageError, match="3 frames"):
        decode(animated)
    decode(encoded(frames[0], kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.95])
def test_a_truncated_image_is_an_error_not_a_gray_area(kind: str, kept: float) -> None:
    whole = encoded(Image.fromarray(picture(2, side=64)), kind)
    with pytest.raises(BadImageError):
        decode(whole[: int(len(whole) * kept)])


@pytest.mark.parametrize("content", [b"", b"not an image", b"\xff\xd8\xff", b"\x00" * 100])
def test_what_is_no_image_is_an_error(content: bytes) -> None:
    with pytest.raises(BadImageError, match=r"empty|cannot be decoded"):
        decode(content)


def test_decoding_leaves_the_log_level_of_opencv_as_it_was() -> None:
    before = cv2.utils.logging.getLogLevel()
    good = encode_png(np.zeros((4, 4, 3), np.uint8))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(decode, [good] * 200))
    for broken in (b"", b"GIF89a", good[:-20]):
        with pytest.raises(BadImageError):
            decode(broken)
    assert cv2.utils.logging.getLogLevel() == before != cv2.utils.logging.LOG_LEVEL_SILENT
