import json
import platform
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tests.interrupting import interrupt
from tests.recognize.patterned import patterned_set, training

from facegap.base.errors import ConfigError, ContractError, ModelError, TrainingError
from facegap.engine import LocalRunner, run
from facegap.matching import Embed
from facegap.models import RUN, find_model, find_models
from facegap.recognize import task
from facegap.recognize.backbones import make_backbone
from facegap.recognize.configuration import BackboneOptions, RecognizerLoop, RecognizerTraining
from facegap.recognize.recognizer import make_recognizer
from facegap.recognize.training import fit_recognizers
from facegap.recognize.validation import separation
from facegap.training import BEST

BODY = {"path": "faces"}


def test_from_a_face_set_to_a_recognizer(tmp_path: Path) -> None:
    patterned_set(tmp_path, "faces", people=40)
    config = training(tmp_path, BODY, loop={"epochs": 4, "batch_size": 16, "accelerator": "cpu", "average": 0.9})
    trained = fit_recognizers(config, tmp_path / "run")
    model = find_model(str(tmp_path / "run"), role="embedder")
    assert model.sha256 == trained.models[0].sha256
    assert model.card.input.alignment == "arcface-112"
    assert "held-out people" in model.card.results[0]

    # People whom it never saw, through the file alone.
    others = patterned_set(tmp_path, "others", people=20, seed=9)
    run(Embed(model), others, runner=LocalRunner(1))
    embeddings, valid = others.embeddings("small")
    assert valid.all()
    person = np.repeat(np.arange(20), 4)
    assert separation(embeddings, person, fmr=0.01)["eer"] < 0.1

    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["training"]["people"] == trained.people.classes == 40 - trained.people.held_out
    assert record["recognizers"][0]["sha256"] == model.sha256
    assert record["sets"][0]["content"] == trained.people.sets[0].layer("images").content
    assert record["chose_the_epoch"] == {"people": trained.people.held_out, "images": 4 * trained.people.held_out}
    begun = json.loads((tmp_path / "run" / "begun.json").read_text())
    assert begun == {name: value for name, value in record.items() if name != "recognizers"}
    kept = load_file(tmp_path / "run" / "seed-0" / BEST)
    assert kept
    assert not any(name.startswith("head.weight") for name in kept)


def test_several_seeds_share_their_held_out_people(tmp_path: Path) -> None:
    patterned_set(tmp_path, "faces", people=20)
    config = training(tmp_path, BODY, seeds=[3, 5], loop={"epochs": 1, "batch_size": 16, "accelerator": "cpu"})
    trained = fit_recognizers(config, tmp_path / "run")
    assert [model.card.name for model in trained.models] == ["small-seed-3", "small-seed-5"]
    assert trained.models[0].sha256 != trained.models[1].sha256
    assert [model.sha256 for model in find_models(str(tmp_path / "run"), role="embedder")] == [
        model.sha256 for model in trained.models
    ]
    with pytest.raises(Exception, match="several networks, name one"):
        find_model(str(tmp_path / "run"), role="embedder")


def test_a_second_stage_starts_from_the_first_and_hardly_moves(tmp_path: Path) -> None:
    patterned_set(tmp_path, "faces", people=20)
    patterned_set(tmp_path, "real", people=10, seed=4)
    loop = {"epochs": 1, "batch_size": 16, "accelerator": "cpu"}
    fit_recognizers(training(tmp_path, BODY, loop=loop), tmp_path / "first")
    second = training(
        tmp_path, {"path": "real"}, loop=loop,
        backbone={"name": "compact-24", "start": str(tmp_path / "first")},
        optimizer={"learning_rate": 0.05, "encoder_rate": 1e-4, "head_rate": 0.1, "schedule": "cosine"},
    )  # fmt: skip
    fit_recognizers(second, tmp_path / "second")
    before, after = (load_file(tmp_path / name / "seed-0" / BEST) for name in ("first", "second"))
    weights = [name for name in before if name.endswith("weight") and before[name].ndim > 1]
    assert all((before[name] - after[name]).abs().max() < 1e-3 for name in weights)
    assert any((before[name] != after[name]).any() for name in weights)

    same = second.model_copy(update={"sets": training(tmp_path, BODY).sets})
    more = same.model_copy(update={"validation": same.validation.model_copy(update={"people": 0.5})})
    with pytest.raises(
        ConfigError, match=r"first/seed-0 learnt from people of .* there it held out 30 % of them by seed"
    ):
        fit_recognizers(more, tmp_path / "third")

    other = second.model_copy(update={"backbone": second.backbone.model_copy(update={"name": "compact-32"})})
    with pytest.raises(ConfigError, match="another backbone"):
        fit_recognizers(other, tmp_path / "third")
    assert not (tmp_path / "third").exists()


def test_a_backbone_starts_from_the_file_that_is_named(tmp_path: Path) -> None:
    networks = [make_backbone("compact-24", seed=seed) for seed in (1, 2)]
    for name, network in zip((BEST, "other.safetensors"), networks, strict=True):
        save_file({f"backbone.{key}": tensor for key, tensor in network.state_dict().items()}, tmp_path / name)
    wanted = training(tmp_path, BODY)

    def started(name: str) -> dict[str, torch.Tensor]:
        options = BackboneOptions(name="compact-24", start=str(tmp_path / name))
        return make_recognizer(options, wanted.head, classes=3, seed=0).backbone.state_dict()

    torch.testing.assert_close(started("other.safetensors"), networks[1].state_dict(), rtol=0, atol=0)
    torch.testing.assert_close(started("."), networks[0].state_dict(), rtol=0, atol=0)
    (tmp_path / "network.onnx").touch()
    with pytest.raises(ConfigError, match=r"network\.onnx is neither weights that a run kept \(\.safetensors\)"):
        started("network.onnx")
    (tmp_path / "cut.safetensors").write_bytes((tmp_path / BEST).read_bytes()[:1000])
    with pytest.raises(ModelError, match=r"cut\.safetensors: not weights that can be read"):
        started("cut.safetensors")


def test_rows_begin_at_the_means_of_their_people(tmp_path: Path) -> None:
    faces = patterned_set(tmp_path, "faces", people=20)
    first = fit_recognizers(training(tmp_path, BODY), tmp_path / "first").models[0]
    config = training(
        tmp_path, BODY,
        backbone={"name": "compact-24", "start": str(tmp_path / "first")},
        head={"margin": "cosface", "rows": "means"},
        optimizer={"learning_rate": 1e-9, "schedule": "cosine"},
        loop={"epochs": 1, "batch_size": 16, "accelerator": "cpu"},
    )  # fmt: skip
    trained = fit_recognizers(config, tmp_path / "second")
    parts = list((tmp_path / "second" / "seed-0").glob("last-*-0-of-1.ckpt"))
    rows = torch.load(parts[0], weights_only=True)["module"]["head.weight"]
    run(Embed(first, mirror=False), faces, runner=LocalRunner(1))
    embeddings, _ = faces.embeddings("small")
    people = trained.people
    for person in range(people.classes):
        mean = embeddings[people.rows[people.person == person]].mean(axis=0)
        assert rows[person].numpy() @ mean / np.linalg.norm(mean) > 0.999
    with pytest.raises(ConfigError, match=r"under backbone\.start"):
        training(tmp_path, BODY, head={"margin": "cosface", "rows": "means"})


def test_changed_set_or_configuration_is_refused(tmp_path: Path) -> None:
    patterned_set(tmp_path, "faces", people=20)
    config = training(tmp_path, BODY, loop={"epochs": 1, "batch_size": 16, "accelerator": "cpu"})
    fit_recognizers(config, tmp_path / "run")
    margin = config.model_copy(update={"head": config.head.model_copy(update={"scale": 20.0})})
    begun = (tmp_path / "run" / "begun.json").read_text()
    with pytest.raises(ConfigError, match=r"another configuration .*scale"):
        fit_recognizers(margin, tmp_path / "run")
    assert (tmp_path / "run" / "begun.json").read_text() == begun
    (tmp_path / "faces").rename(tmp_path / "before")
    patterned_set(tmp_path, "faces", people=20, seed=1)
    with pytest.raises(ConfigError, match=r"another configuration .*sets"):
        fit_recognizers(config, tmp_path / "run")


def test_mixed_alignments_are_refused(tmp_path: Path) -> None:
    patterned_set(tmp_path, "faces", people=10)
    patterned_set(tmp_path, "other", people=10, alignment="ffhq-112")
    patterned_set(tmp_path, "none", people=10, alignment=None)
    with pytest.raises(ContractError, match=r"aligned the same way.*ffhq-112"):
        fit_recognizers(training(tmp_path, BODY, {"path": "other"}), tmp_path / "run")
    with pytest.raises(ContractError, match="all aligned the same way"):
        fit_recognizers(training(tmp_path, {"path": "none"}), tmp_path / "run")


def test_loss_that_is_no_number_names_its_images(tmp_path: Path) -> None:
    patterned_set(tmp_path, "faces", people=20)
    config = training(tmp_path, BODY, optimizer={"learning_rate": 1e30, "schedule": "cosine"})
    with pytest.raises(TrainingError, match="are listed in"):
        fit_recognizers(config, tmp_path / "run")
    told = json.loads((tmp_path / "run" / "seed-0" / "bad-batch.json").read_text())
    assert len(told["image_ids"]) == 16
    assert all("/" in image_id for image_id in told["image_ids"])
    # What it was is there to read, and the folder is not that of a finished training.
    begun = json.loads((tmp_path / "run" / "begun.json").read_text())
    assert begun["configuration"]["optimizer"]["learning_rate"] == 1e30
    assert begun["device"] == platform.machine()
    assert not (tmp_path / "run" / RUN).exists()


def test_separation_against_a_loop() -> None:
    rng = np.random.default_rng(0)
    person = np.repeat(np.arange(12), 5)
    embeddings = (rng.normal(size=(12, 8))[person] + rng.normal(size=(60, 8))).astype(np.float32)
    found = separation(embeddings * rng.uniform(0.5, 2, (60, 1)).astype(np.float32), person, fmr=0.05)
    mated, non_mated = [], []
    for one in range(60):
        for other in range(one):
            score = (
                embeddings[one]
                @ embeddings[other]
                / np.linalg.norm(embeddings[one])
                / np.linalg.norm(embeddings[other])
            )
            (mated if person[one] == person[other] else non_mated).append(score)
    accepted = int(0.05 * len(non_mated))
    threshold = np.sort(non_mated)[-accepted - 1]
    assert found["fnmr"] == pytest.approx(np.mean(np.array(mated) <= threshold))
    spread = np.sqrt((np.var(mated) + np.var(non_mated)) / 2)
    assert found["d_prime"] == pytest.approx((np.mean(mated) - np.mean(non_mated)) / spread, rel=1e-4)
    assert separation(np.full((4, 2), np.nan, dtype=np.float32), np.array([0, 0, 1, 1]), fmr=0.1)["fnmr"] == 1


@pytest.mark.parametrize("name", RecognizerTraining.packaged.names())
def test_recipes_are_whole(name: str) -> None:
    assert RecognizerTraining.load(name).summary


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"head": {"margin": "arcfase"}}, "no 'arcfase'"),
        ({"head": {"margin": "cosface", "options": {"h": 1}}}, "unknown option of the margin cosface: 'h'; known: m"),
        ({"backbone": {"name": "iresnet51"}}, "no 'iresnet51'"),
        ({"augmentation": "digifase"}, "digiface"),
        ({"seeds": [1, 1]}, "same one twice"),
        ({"sets": [{"path": "x", "weight": 1}, {"path": "y"}]}, "some sets have a weight"),
        ({"sets": [{"path": "x", "train_only": True}]}, "nobody is left"),
        ({"optimizer": {"milestones": [1, 2]}}, "milestones: 2 never come in 2 epochs"),
        ({"optimizer": {}, "loop": {"epochs": 20}}, "milestones: 20, 26 never come in 20 epochs"),
    ],
)
def test_wrong_configurations(tmp_path: Path, change: dict, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        training(tmp_path, BODY, **change)


def test_the_loop_is_as_long_by_default_whatever_else_is_said_of_it(tmp_path: Path) -> None:
    found = training(tmp_path, BODY, optimizer={}, loop={"precision": "bf16-mixed"})
    assert (found.loop.epochs, found.loop.batch_size) == (30, 256)
    assert found.optimizer.milestones == (12, 20, 26)


def test_two_processes_share_the_people_and_one_goes_on(tmp_path: Path) -> None:
    patterned_set(tmp_path, "faces", people=20)
    loop = {"epochs": 1, "batch_size": 16, "accelerator": "cpu"}
    config = training(tmp_path, BODY, head={"margin": "arcface", "sample_rate": 0.6})
    two = config.model_copy(update={"loop": RecognizerLoop(**loop, devices=2)})
    trained = fit_recognizers(two, tmp_path / "run")
    parts = sorted((tmp_path / "run" / "seed-0").glob("last-*-of-2.ckpt"))
    rows = [len(torch.load(part, weights_only=True)["module"]["head.weight"]) for part in parts]
    assert len(rows) == 2
    assert sum(rows) == trained.people.classes
    # A finished run is finished on any number of devices.
    one = config.model_copy(update={"loop": RecognizerLoop(**loop)})
    assert fit_recognizers(one, tmp_path / "run").models[0].sha256 == trained.models[0].sha256


def test_a_run_that_is_taken_up_again_ends_bit_for_bit_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterned_set(tmp_path, "faces", people=20)
    config = training(
        tmp_path, BODY,
        augmentation="strong",
        head={"margin": "adaface", "sample_rate": 0.6},
        loop={"epochs": 2, "batch_size": 16, "accelerator": "cpu", "average": 0.9, "checkpoint_every": 2},
    )  # fmt: skip
    whole = fit_recognizers(config, tmp_path / "whole")

    interrupt(monkeypatch, task.RecognizerTask, call=6)
    with pytest.raises(KeyboardInterrupt):
        fit_recognizers(config, tmp_path / "cut")
    again = fit_recognizers(config, tmp_path / "cut")
    assert again.models[0].sha256 == whole.models[0].sha256
    for name in ("module", "optimizer"):
        first, second = (
            torch.load(next((tmp_path / run / "seed-0").glob("last-*-0-of-1.ckpt")), weights_only=True)[name]
            for run in ("whole", "cut")
        )
        torch.testing.assert_close(first, second, rtol=0, atol=0)
