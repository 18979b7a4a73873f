"""Files that were written with former spellings of keys still open."""

import json
from pathlib import Path

import pytest

from facegap.base.errors import ConfigError
from facegap.faceset import FaceSetInfo
from facegap.models import InputContract, ModelCard, known_card, trained_files
from facegap.recognize.augmentation import RecognizerAugmentation
from facegap.recognize.configuration import RecognizerTraining
from facegap.render import Recipe


def test_recipes() -> None:
    former = {
        "people": {"ageing": {"grey": {"mean": 50, "sd": 5, "low": 30, "high": 80}}},
        "scenes": {
            "pose": {"off_centre": {"mean": 0, "sd": 0.01, "low": -0.03, "high": 0.03}},
            "capture": {"grey": 0.5},
            "wear": {"mask": 0.25},
        },
    }
    recipe = Recipe.from_dict(former, where="a recipe")
    assert (recipe.people.aging.gray.mean, recipe.scenes.pose.off_center.sd) == (50, 0.01)
    assert (recipe.scenes.capture.gray, recipe.scenes.accessories.mask) == (0.5, 0.25)
    assert recipe.fingerprintable()["scenes"]["wear"]["mask"] == 0.25
    assert recipe.fingerprintable()["people"]["ageing"]["grey"]["mean"] == 50
    assert recipe.model_dump()["people"]["aging"]["gray"]["mean"] == 50


def test_trainings() -> None:
    former = {"name": "x", "licence": "MIT", "sets": [{"path": "a"}], "optimiser": {"learning_rate": 0.5}}
    config = RecognizerTraining.from_dict(former, where="a configuration")
    assert (config.license, config.optimizer.learning_rate) == ("MIT", 0.5)
    assert RecognizerAugmentation.from_dict({"photometric": {"grey": 0.2}}, where="here").photometric.gray == 0.2


def test_cards() -> None:
    content = known_card("sface").model_dump(mode="json", exclude_none=True)
    content["licence"] = content.pop("license")
    content["input"]["colour"] = content["input"].pop("color")
    assert ModelCard.from_dict(content, where="a card") == known_card("sface")
    assert "colour" in InputContract.from_dict(content["input"], where="a card").for_fingerprint()


def test_face_sets_and_runs(tmp_path: Path) -> None:
    info = FaceSetInfo.model_validate({"name": "x", "kind": "real", "licence": "CC0"})
    assert info.license == "CC0"
    (tmp_path / "run.json").write_text(json.dumps({"recognisers": [{"name": "small"}]}))
    assert trained_files(tmp_path) == ("small.onnx",)


def test_both_spellings_at_once_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"here: .*grey and gray; leave out the first"):
        RecognizerAugmentation.from_dict({"photometric": {"grey": 0.2, "gray": 0.1}}, where="here")
