from pathlib import Path

import cv2
import numpy as np
import pytest

from facegap.engine import LocalRunner, create
from facegap.faces import ARCFACE_POINTS, Align, Border, CropBorders, Face, FaceDetector, choose
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, decode, encode_png, open_reader
from facegap.models import Model, find_model


def face(left: float, top: float, side: float) -> Face:
    return Face((left, top, side, side), np.zeros((5, 2), np.float32), 0.9)


def test_the_face_is_chosen_by_size_or_place() -> None:
    large, central = face(0, 0, 60), face(90, 90, 20)
    assert choose([large, central], "largest", width=200, height=200) is large
    assert choose([large, central], "center", width=200, height=200) is central


@pytest.fixture
def detector(shared_data: Path) -> Model:
    return find_model(str(shared_data / "models/face_detection_yunet_2023mar.onnx"), role="detector")


def imported(source: Path, out: Path, align: Align) -> FaceSet:
    info = FaceSetInfo(name="x", kind="real", alignment=align.alignment)
    plan = ImportSource(open_reader(source), preparation=align)
    return create(plan, out, info, runner=LocalRunner(1), max_errors=1)[0]


@pytest.mark.shared_data
def test_landmarks_do_not_depend_on_the_size_of_the_photograph(shared_data: Path, detector: Model) -> None:
    photograph = decode((shared_data / "frll/images/001/neutral.jpg").read_bytes())
    detect = FaceDetector(detector, score_threshold=0.6, longest_side=320)
    whole = FaceDetector(detector, score_threshold=0.6, longest_side=640)
    small, large = detect(photograph)[0], whole(photograph)[0]
    assert np.abs(small.landmarks - large.landmarks).max() < 12  # of 95 between the eyes
    assert small.score == pytest.approx(large.score, abs=0.1)


@pytest.mark.shared_data
def test_small_photographs_are_enlarged_to_find_faces(shared_data: Path, detector: Model) -> None:
    """The face and its landmarks are those of the photograph enlarged before, in the pixels of the small one."""
    photograph = decode((shared_data / "frll/images/001/neutral.jpg").read_bytes())
    small = cv2.resize(photograph, (160, 160), interpolation=cv2.INTER_AREA)
    twice = cv2.resize(small, (320, 320), interpolation=cv2.INTER_LINEAR)
    as_is = FaceDetector(detector, score_threshold=0.6, longest_side=640)
    enlarging = FaceDetector(detector, score_threshold=0.6, longest_side=640, least_side=320)
    found, expected = enlarging(small)[0], as_is(twice)[0]
    assert np.allclose(found.landmarks, expected.landmarks / 2)
    assert np.allclose(found.box, np.array(expected.box) / 2)
    assert np.array_equal(enlarging(photograph)[0].landmarks, as_is(photograph)[0].landmarks)


@pytest.mark.shared_data
def test_crops_have_eyes_nose_and_mouth_where_the_template_has_them(
    shared_data: Path, detector: Model, tmp_path: Path
) -> None:
    source = tmp_path / "photos"
    for person in ("001", "002", "003"):
        (source / person).mkdir(parents=True)
        (source / person / "neutral.jpg").write_bytes((shared_data / f"frll/images/{person}/neutral.jpg").read_bytes())
    (source / "001/wall.png").write_bytes(encode_png(np.full((80, 120, 3), 99, np.uint8)))
    faceset = imported(source, tmp_path / "set", Align(detector))
    rows = [row for shard in faceset.shards() for row in shard.to_pylist()]
    assert [row["error"] for row in rows if row["image"] is None] == ["001/wall.png: no face found (120×80 pixels)"]
    detect = FaceDetector(detector, score_threshold=0.6, longest_side=640)
    for row in rows:
        if row["image"] is None:
            continue
        assert (row["width"], row["height"], row["faces"]) == (112, 112, 1)
        transform = np.array(row["transform"]).reshape(2, 3)
        mapped = np.array(row["landmarks"]).reshape(5, 2) @ transform[:, :2].T + transform[:, 2]
        assert np.abs(mapped - ARCFACE_POINTS).mean() < 4
        # Found again in the crop itself, enlarged and with room around it, as an independent check of the warp.
        crop = np.pad(
            decode(row["image"]["bytes"]).repeat(3, 0).repeat(3, 1), ((150, 150), (150, 150), (0, 0)), mode="edge"
        )
        again = detect(crop)[0].landmarks
        assert np.abs((again - 150) / 3 - mapped).mean() < 3


@pytest.mark.shared_data
def test_jpeg_crops_are_smaller_and_nearly_the_same(shared_data: Path, detector: Model, tmp_path: Path) -> None:
    source = shared_data / "frll/images/004"
    pixels = []
    for encoding in ("png", "jpeg"):
        faceset = imported(source, tmp_path / encoding, Align(detector, encoding=encoding))
        pixels.append([row["image"]["bytes"] for row in faceset.read_shard(0).to_pylist()])
    assert sum(map(len, pixels[1])) < 0.5 * sum(map(len, pixels[0]))
    for png, jpeg in zip(*pixels, strict=True):
        assert np.abs(decode(png).astype(int) - decode(jpeg)).mean() < 3


@pytest.mark.shared_data
def test_crops_know_their_borders_and_fill_them(shared_data: Path, detector: Model, tmp_path: Path) -> None:
    photograph = decode((shared_data / "frll/images/005/neutral.jpg").read_bytes())
    source = tmp_path / "cut"
    source.mkdir()
    (source / "whole.png").write_bytes(encode_png(photograph))
    (source / "cut.png").write_bytes(encode_png(photograph[150:420]))  # from the forehead down
    crops, outside = {}, {}
    borders: tuple[Border, ...] = ("replicate", "mirror", "black")
    for border in borders:
        faceset = imported(source, tmp_path / border, Align(detector, border=border))
        rows = {row["image_id"]: row for row in faceset.read_shard(0).to_pylist()}
        crops[border] = decode(rows["cut"]["image"]["bytes"]).astype(int)
        outside[border] = (rows["cut"]["outside"], rows["whole"]["outside"])
    assert outside["replicate"] == outside["mirror"] == outside["black"]
    share, whole = outside["black"]
    assert whole == 0
    filled = (crops["black"] == 0).all(axis=2)
    assert 0.05 < share == pytest.approx(filled.mean(), abs=0.02)
    for border in ("replicate", "mirror"):
        assert crops[border][filled].mean() > 60
    rows_apart = {border: np.abs(np.diff(crops[border][:4], axis=0)).mean() for border in borders}
    assert rows_apart["replicate"] < rows_apart["mirror"]  # which goes on with hair
    assert CropBorders.of(faceset) == CropBorders(mean=pytest.approx(share / 2), cut=0.5)
