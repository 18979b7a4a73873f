"""Whose images train, validate and test."""

from pathlib import Path

import numpy as np
import pytest
from tests.annotate.learning.colored import colored_set, training
from tests.conftest import write_pictures

from facegap.annotate import read_labels
from facegap.annotate.learning.configuration import AttributeTraining, LabeledSource, SplitOptions
from facegap.annotate.learning.examples import load_examples
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import ConfigError
from facegap.engine import LocalRunner, create, run
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, open_reader
from facegap.training import TEST, TRAIN, VALIDATION

CELEBA = Vocabulary.load("celeba40")
SPLIT = SplitOptions(validation=0.3, test=0.3)


def celeba(folder: Path, *, images: int = 60, each: int = 3) -> FaceSet:
    """A flat folder of images, as CelebA is; its people and its partition come with its labels."""
    write_pictures(folder / "img", {"": images}, side=8)
    files = sorted(path.name for path in (folder / "img").iterdir())
    values = [" ".join("1" if row % 2 else "-1" for _ in CELEBA.attributes) for row in range(images)]
    lines = [f"{file} {value}" for file, value in zip(files, values, strict=True)]
    (folder / "list_attr_celeba.txt").write_text("\n".join([str(images), " ".join(CELEBA.attributes), *lines, ""]))
    (folder / "identity_CelebA.txt").write_text("".join(f"{file} {row // each}\n" for row, file in enumerate(files)))
    parts = "".join(f"{file} {row * 3 // images}\n" for row, file in enumerate(files))
    (folder / "list_eval_partition.txt").write_text(parts)
    source = ImportSource(open_reader(folder / "img"))
    faces = create(source, folder / "set", FaceSetInfo(name="celeba", kind="real"), runner=LocalRunner(1))[0]
    run(read_labels(folder / "list_attr_celeba.txt", faces, name="celeba"), faces, runner=LocalRunner(1))
    return faces


def source(path: Path, **more: bool) -> LabeledSource:
    return LabeledSource(path=str(path), labels="celeba", **more)


def test_people_who_come_with_the_labels_are_held_out_as_a_whole(tmp_path: Path) -> None:
    faces = celeba(tmp_path)
    assert faces.column("images", "identity").null_count() == 60
    examples = load_examples([source(faces.path)], CELEBA, split=SPLIT, seed=0)
    assert len(np.unique(examples.people)) == 20
    assert examples.unknown == (0,)
    held_out = set(examples.people[examples.part != TRAIN])
    assert not held_out & set(examples.people[examples.part == TRAIN])


def test_a_partition_that_came_with_the_labels_is_the_split(tmp_path: Path) -> None:
    faces = celeba(tmp_path)
    examples = load_examples([source(faces.path, partition=True)], CELEBA, split=SPLIT, seed=0)
    assert examples.part.tolist() == [TRAIN] * 20 + [VALIDATION] * 20 + [TEST] * 20
    (tmp_path / "list_eval_partition.txt").unlink()
    again = read_labels(tmp_path / "list_attr_celeba.txt", faces, name="celeba")
    run(again, faces, runner=LocalRunner(1), replace=True)
    with pytest.raises(ConfigError, match="60 of 60 images with labels have no partition in 'celeba'"):
        load_examples([source(faces.path, partition=True)], CELEBA, split=SPLIT, seed=0)


def test_a_set_given_twice_has_the_same_people_and_one_split(tmp_path: Path) -> None:
    faces = celeba(tmp_path)
    twice = load_examples([source(faces.path), source(faces.path)], CELEBA, split=SPLIT, seed=0)
    assert twice.people[:60].tolist() == twice.people[60:].tolist()
    with pytest.raises(ConfigError, match="given twice, once with train_only"):
        load_examples([source(faces.path), source(faces.path, train_only=True)], CELEBA, split=SPLIT, seed=0)


def test_labels_of_a_vocabulary_of_the_same_name_in_another_order_are_mapped(tmp_path: Path) -> None:
    colored_set(tmp_path, "faces", people=40)
    config = training(tmp_path, {"path": "faces"})
    vocabulary = Vocabulary.load(config.vocabulary)
    turned = vocabulary.model_copy(update={"attributes": vocabulary.attributes[::-1]})
    found, given = (
        load_examples(
            [config.sets[0].model_copy(update={"vocabulary": config.vocabulary})], each, split=config.split, seed=1
        ).labels
        for each in (turned, vocabulary)
    )
    np.testing.assert_array_equal(found[:, ::-1], given)


def test_paths_are_relative_to_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'name = "mine"\nvocabulary = "v.toml"\n[[sets]]\npath = "faces"\nlabels = "x"\nvocabulary = "w.toml"\n'
        '[[sets]]\npath = "more"\nlabels = "x"\nvocabulary = "celeba40"\n[network]\nstart = "run"\n'
    )
    config = AttributeTraining.load(tmp_path / "mine.toml")
    assert config.vocabulary == str(tmp_path / "v.toml")
    assert [one.vocabulary for one in config.sets] == [str(tmp_path / "w.toml"), "celeba40"]
    assert config.network.start == str(tmp_path / "run")
