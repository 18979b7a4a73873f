"""The main job on real photographs: what is known of them must come out."""

import csv
from pathlib import Path

import numpy as np
import pytest

from facegap.engine import LocalRunner, create, run
from facegap.faces import Align
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, open_reader
from facegap.matching import Embed
from facegap.models import check_contract, find_model

pytestmark = pytest.mark.shared_data


def embedded(source: Path, out: Path, shared_data: Path) -> FaceSet:
    align = Align(find_model(str(shared_data / "models/face_detection_yunet_2023mar.onnx"), role="detector"))
    info = FaceSetInfo(name=out.name, kind="real", alignment=align.alignment)
    plan = ImportSource(open_reader(source), preparation=align, shard_rows=128)
    faceset, summary = create(plan, out, info, runner=LocalRunner())
    assert summary.errors == 0
    network = find_model(str(shared_data / "models/mobilefacenet.onnx"), role="embedder")
    check_contract(faceset, network.card)
    run(Embed(network), faceset, runner=LocalRunner())
    return faceset


def test_smiling_people_are_recognised_by_their_neutral_faces(shared_data: Path, tmp_path: Path) -> None:
    """Rank-1 identification on FRLL, 102 people, is 100 % with this network."""
    faceset = embedded(shared_data / "frll/images", tmp_path / "frll", shared_data)
    assert (len(faceset), faceset.identities()) == (204, 102)
    vectors, _ = faceset.embeddings("mobilefacenet")
    smiling = np.array(["smiling" in image_id for image_id in faceset.column("images", "image_id")])
    assert (np.argmax(vectors[smiling] @ vectors[~smiling].T, axis=1) == np.arange(102)).all()


def test_the_first_folds_of_lfw_come_out_as_known(shared_data: Path, tmp_path: Path) -> None:
    """Two of the ten folds, 1,200 pairs: 99.1 % over all folds, so that 98.3 % would be twice the errors."""
    lines = [line.split("\t") for line in (shared_data / "lfw/pairs.txt").read_text().splitlines()[1:1201]]
    pairs = [
        (f"{words[0]}/{words[0]}_{int(words[1]):04d}", f"{words[-2]}/{words[-2]}_{int(words[-1]):04d}")
        if len(words) == 4
        else (f"{words[0]}/{words[0]}_{int(words[1]):04d}", f"{words[0]}/{words[0]}_{int(words[2]):04d}")
        for words in lines
    ]
    same = np.array([len(words) == 3 for words in lines])
    with (tmp_path / "lfw.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "image_id"])
        writer.writerows(
            [shared_data / f"lfw/images/{key}.jpg", key] for key in sorted({key for pair in pairs for key in pair})
        )
    faceset = embedded(tmp_path / "lfw.csv", tmp_path / "lfw", shared_data)
    vectors = dict(zip(faceset.column("images", "image_id"), faceset.embeddings("mobilefacenet")[0], strict=True))
    scores = np.array([vectors[a] @ vectors[b] for a, b in pairs])
    accuracy = max(((scores >= threshold) == same).mean() for threshold in scores)
    assert accuracy > 0.983
