from pathlib import Path

import numpy as np
import pytest
from tests.annotate.learning.colored import ATTRIBUTES, colored_set, training
from tests.conftest import write_embedder
from tests.interrupting import interrupt
from tests.labels import Annotate as GiveLabels
from tests.labels import annotate

from facegap.annotate import Annotate
from facegap.annotate.learning import AttributeTraining, train_attributes
from facegap.annotate.learning.configuration import SplitOptions
from facegap.annotate.learning.examples import load_examples
from facegap.annotate.learning.task import AttributeTask
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import ConfigError
from facegap.engine import LocalRunner, run
from facegap.faceset import FaceSet, labels_of
from facegap.matching import Embed
from facegap.models import Model, find_model
from facegap.training import TEST, TRAIN

BODY = {"path": "faces"}


def answered_by(model: Model, folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """The truth and the labels that the annotator gives people whom it never saw."""
    others = colored_set(folder, "others", people=60, seed=9)
    run(Annotate.of(model, others, name="small"), others, runner=LocalRunner(1))
    return labels_of(others, "truth").to_numpy(), labels_of(others, "attributes/small").to_numpy()


def test_from_a_face_set_to_an_annotator(tmp_path: Path) -> None:
    colored_set(tmp_path, "faces", people=400)
    # So many that the promise of right labels can be made: about 40 people for a side without an error.
    split = {"validation": 0.3, "test": 0.2}
    trained = train_attributes(training(tmp_path, BODY, split=split), tmp_path / "run")
    model = find_model(str(tmp_path / "run" / "small.onnx"), role="annotator")
    assert (model.card.answers.vocabulary, model.card.answers.names) == ("colors", ATTRIBUTES)
    found = trained.exported.assessment
    assert (found.auroc.value[:3] > 0.95).all()
    assert (found.right.value[:3] > 0.9).all()
    assert not trained.contradictions.contradicted
    # One class only and never decided: nothing is learnt, and nothing answered.
    assert trained.exported.learnt.tolist() == [True, True, True, False, False]
    assert model.card.answers.never_answered == ("Always", "Never")

    truth, given = answered_by(model, tmp_path)
    kept = given[:, :3] != 0
    assert (given[:, :3] == truth[:, :3])[kept].mean() > 0.9
    assert kept.mean() > 0.5
    assert not given[:, 3:].any()
    # What the card says of it is what the file does.
    assert model.card.answers.attributes[0].balanced_accuracy == pytest.approx(
        found.balanced_accuracy.value[0], abs=1e-4
    )


def test_a_run_goes_on_and_others_are_refused(tmp_path: Path) -> None:
    colored_set(tmp_path, "faces", people=80)
    config = training(tmp_path, BODY, loop={"epochs": 1, "batch_size": 16, "accelerator": "cpu"})
    first = train_attributes(config, tmp_path / "run")
    again = train_attributes(config, tmp_path / "run")
    assert again.exported.model.sha256 == first.exported.model.sha256
    with pytest.raises(ConfigError, match="seed"):
        train_attributes(config.model_copy(update={"seed": 2}), tmp_path / "run")
    faces = FaceSet.open(tmp_path / "faces")
    turned = {name: (-labels_of(faces, "truth")[name]).to_list() for name in ATTRIBUTES}
    stage = GiveLabels(turned, faces.column("images", "image_id").to_list(), "truth", {})
    run(stage, faces, runner=LocalRunner(1), replace=True)
    with pytest.raises(ConfigError, match="labels was"):
        train_attributes(config, tmp_path / "run")


def test_a_run_that_is_taken_up_again_ends_bit_for_bit_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    colored_set(tmp_path, "faces", people=60)
    config = training(
        tmp_path, BODY,
        augmentation={"shift": 2, "blur": 0.3, "noise": 0.3, "compress": 0.3},
        loop={"epochs": 2, "batch_size": 8, "accelerator": "cpu", "average": 0.9, "checkpoint_every": 3},
    )  # fmt: skip
    whole = train_attributes(config, tmp_path / "whole")
    interrupt(monkeypatch, AttributeTask, call=5)
    with pytest.raises(KeyboardInterrupt):
        train_attributes(config, tmp_path / "cut")
    assert train_attributes(config, tmp_path / "cut").exported.model.sha256 == whole.exported.model.sha256


def test_a_start_does_not_know_who_is_held_out(tmp_path: Path) -> None:
    colored_set(tmp_path, "faces", people=60)
    short = {"epochs": 1, "batch_size": 16, "accelerator": "cpu"}
    train_attributes(training(tmp_path, BODY, loop=short), tmp_path / "first")
    begun = training(tmp_path, BODY, loop=short, network={"start": str(tmp_path / "first")})
    train_attributes(begun, tmp_path / "second")
    # The file counts, not its path, and not the name of what is trained.
    (tmp_path / "first").rename(tmp_path / "moved")
    moved = begun.model_copy(
        update={"name": "other", "network": begun.network.model_copy(update={"start": str(tmp_path / "moved")})}
    )
    train_attributes(moved, tmp_path / "second")
    for wrong in ({"seed": 2}, {"split": SplitOptions(validation=0.25, test=0.3)}):
        with pytest.raises(ConfigError, match="there it held out 50 % of them by seed 1, here 5"):
            train_attributes(moved.model_copy(update=wrong), tmp_path / "third")
    best = tmp_path / "moved/member-0/best.safetensors"
    best.write_bytes(best.read_bytes()[:-4] + b"\x00\x00\x00\x3f")  # as if it had been trained for longer
    with pytest.raises(ConfigError, match="start was"):
        train_attributes(moved, tmp_path / "second")
    (tmp_path / "moved/member-0/last.ckpt").unlink()
    with pytest.raises(ConfigError, match=r"no last\.ckpt in .*moved"):
        train_attributes(moved, tmp_path / "fourth")


def test_an_ensemble_over_embeddings(tmp_path: Path) -> None:
    faces = colored_set(tmp_path, "faces", people=200)
    embedder, _ = write_embedder(tmp_path / "linear.onnx", side=32, dimensions=24)
    run(Embed(embedder, mirror=False), faces, runner=LocalRunner(1))
    config = training(tmp_path, BODY, members=2, network={"over": "embeddings/linear", "dropout": 0.2})
    trained = train_attributes(config, tmp_path / "run")
    assert set(trained.exported.methods) == {"stochastic passes", "score", "members of the ensemble"}
    assert len(trained.histories) == 2
    assert (trained.exported.assessment.auroc.value[:3] > 0.8).all()
    card = trained.exported.model.card
    assert card.embeddings is not None
    assert (card.embeddings.sha256, card.embeddings.mirror) == (embedder.sha256, False)
    other, _ = write_embedder(tmp_path / "linear.onnx", side=32, dimensions=24, seed=5)
    run(Embed(other, mirror=False), faces, runner=LocalRunner(1), replace=True)
    with pytest.raises(ConfigError, match="inputs"):
        train_attributes(config, tmp_path / "run")


def test_a_set_of_another_vocabulary_teaches_only_what_it_says(tmp_path: Path) -> None:
    colored_set(tmp_path, "faces", people=40)
    other = colored_set(tmp_path, "others", people=40, seed=5)
    annotate(
        other, {"Bright": labels_of(other, "truth")["Bright"].to_list(), "Tall": [1] * 80}, layer="attributes/tall"
    )
    (tmp_path / "tall.toml").write_text('name = "tall"\nattributes = ["Bright", "Tall"]\n')
    config = training(
        tmp_path, BODY,
        {"path": "others", "labels": "tall", "vocabulary": str(tmp_path / "tall.toml"), "train_only": True},
    )  # fmt: skip
    examples = load_examples(config.sets, Vocabulary.load(config.vocabulary), split=config.split, seed=1)
    second = examples.source == 1
    assert examples.labels[second][:, 2].all()
    assert not np.delete(examples.labels[second], 2, axis=1).any()
    assert (examples.part[second] == TRAIN).all()
    assert len(np.unique(examples.people)) == 80
    assert not set(examples.people[examples.part == TRAIN]) & set(examples.people[examples.part == TEST])


def test_what_can_not_be_learnt_from_says_so(tmp_path: Path) -> None:
    colored_set(tmp_path, "faces", people=40)
    (tmp_path / "tall.toml").write_text('name = "tall"\nattributes = ["Tall", "Small"]\n')
    with pytest.raises(ConfigError, match="no image has a label of the vocabulary 'tall'"):
        train_attributes(
            training(tmp_path, BODY, vocabulary=str(tmp_path / "tall.toml"), network={"exclusive": ()}),
            tmp_path / "run",
        )
    with pytest.raises(ConfigError, match="no family 'age'; it has patch"):
        train_attributes(training(tmp_path, BODY, network={"exclusive": ("age",)}), tmp_path / "run")
    with pytest.raises(ConfigError, match="every set is train_only"):
        training(tmp_path, BODY | {"train_only": True})


def test_a_configuration_is_read_relative_to_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n[[sets]]\npath = "faces"\nlabels = "truth"\n')
    assert AttributeTraining.load(path).sets[0].path == str(tmp_path / "faces")
    path.write_text('name = "mine"\n[[sets]]\npath = "faces"\nlabel = "truth"\n')
    with pytest.raises(ConfigError, match=r"unknown key 'sets\.0\.label'; did you mean 'labels'\?"):
        AttributeTraining.load(path)
    assert AttributeTraining.load("mac-render").vocabulary == "maad47"
    with pytest.raises(ConfigError, match="unknown recipe 'mac'; known: mac-render"):
        AttributeTraining.load("mac")


def test_labels_in_the_layout_of_maad_face_are_learnt_from(tmp_path: Path) -> None:
    """Its file names, one damaged cell, labels without images and images without labels."""
    from facegap.annotate import read_labels

    faces = colored_set(tmp_path, "faces", people=80)
    names = Vocabulary.load("maad47").attributes
    truth = labels_of(faces, "truth")["Bright"].to_list()
    ids = faces.column("images", "image_id").to_list()
    rows = [
        ",".join([f"{image}.jpg", str(1 + row // 2), *(str(label if name == "Smiling" else 0) for name in names)])
        for row, (image, label) in enumerate(zip(ids, truth, strict=True))
    ]
    rows = [*rows[4:], ",".join(["p9999/0.jpg", "713\\", *["1"] * 47])]
    path = tmp_path / "MAAD_Face.csv"
    path.write_text("\n".join([",".join(["Filename", "Identity", *names]), *rows]) + "\n")
    stage = read_labels(path, faces, name="maad")
    run(stage, faces, runner=LocalRunner(1), max_errors=0.1)
    assert stage.unmatched_rows == 1
    config = training(
        tmp_path, BODY | {"labels": "maad"}, vocabulary="maad47", network={"exclusive": ()},
        loop={"epochs": 2, "batch_size": 16, "accelerator": "cpu"},
    )  # fmt: skip
    trained = train_attributes(config, tmp_path / "run")
    assert trained.examples.unlabeled == (4,)
    assert [name for name, learnt in zip(names, trained.exported.learnt, strict=True) if learnt] == ["Smiling"]
