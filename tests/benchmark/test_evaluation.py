"""Every protocol from its files to error rates, and what two recognizers are said to differ by."""

from pathlib import Path

import numpy as np
import pytest
import sklearn.metrics
from tests.benchmark.protocols.layouts import BUILDERS
from tests.given import give

from facegap.base.errors import BenchmarkError
from facegap.benchmark import (
    Identification,
    Protocol,
    Task,
    Verification,
    evaluate_protocol,
    known_protocols,
    open_protocol,
)
from facegap.benchmark.protocol import Templates
from facegap.benchmark.references import linked_people, people_of_templates
from facegap.engine import LocalRunner, import_once
from facegap.faceset import FaceSet


def people_in(tasks: list[Task], protocol: Protocol, images: int) -> np.ndarray:
    """A number for the person of each image, from what tasks say."""
    templates = protocol.templates()
    people = linked_people(tasks, np.arange(templates.count if templates else images))
    if templates is None:
        return people
    of = np.zeros(images, dtype=int)
    of[templates.image] = people[templates.template]
    return of


def vectors_of(people: np.ndarray, *, noise: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((people.max() + 1, 32))[people] + noise * rng.standard_normal((len(people), 32))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(params=known_protocols)
def ready(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Protocol, list[Task], FaceSet]:
    """A protocol with embeddings of a good and of a useless recognizer."""
    protocol = open_protocol(request.param, BUILDERS[request.param](tmp_path / "data").data)
    tasks = list(protocol.tasks())
    faceset = import_once(protocol.reader(), name="x", alignment="arcface-112", runner=LocalRunner(1)).faceset
    people = people_in(tasks, protocol, len(faceset))
    give(faceset, vectors_of(people, noise=0.1, seed=0), name="good")
    give(faceset, vectors_of(np.arange(len(people)), noise=0, seed=1), name="useless")
    return protocol, tasks, faceset


def test_every_protocol_is_answered(ready: tuple[Protocol, list[Task], FaceSet]) -> None:
    protocol, tasks, faceset = ready
    result = evaluate_protocol(protocol, tasks, faceset, layers={"good": "good", "useless": "useless"})
    good, useless = result.models
    assert (result.images, good.missing, useless.missing) == (len(faceset), 0, 0)
    assert (result.people_from == "names and mated pairs") == (protocol.name == "pairs")  # whose list names some
    verifications = [task for task in tasks if isinstance(task, Verification)]
    assert [found.task for found in good.verifications] == [task.name for task in verifications]
    for task, found in zip(verifications, good.verifications, strict=True):
        assert found.mated + found.non_mated == len(task.mated)
        assert (found.accuracy is None) == (task.folds is None)
        assert found.auc.value > 0.9
    searches = [task for task in tasks if isinstance(task, Identification)]
    assert [found.name for found in good.identifications] == [task.name for task in searches]
    assert {found.task for found in good.fairness} == {task.name for task in verifications if task.groups is not None}
    assert [difference.result.task for difference in result.differences] == [task.name for task in verifications]


def test_rates_of_pairs_are_those_of_scikit_learn(tmp_path: Path) -> None:
    protocol = open_protocol("lfw", BUILDERS["lfw"](tmp_path / "data").data)
    tasks = list(protocol.tasks())
    faceset = import_once(protocol.reader(), name="x", runner=LocalRunner(1)).faceset
    vectors = vectors_of(people_in(tasks, protocol, len(faceset)), noise=1.0, seed=2)
    give(faceset, vectors, name="net")
    found = evaluate_protocol(protocol, tasks, faceset, layers={"net": "net"}).models[0].verifications[0]
    task = tasks[0]
    assert isinstance(task, Verification)
    scores = np.sum(vectors[task.first] * vectors[task.second], axis=1)
    assert found.auc.value == pytest.approx(sklearn.metrics.roc_auc_score(task.mated, scores))
    with pytest.raises(BenchmarkError, match="two tasks are called 'lfw', so that their scores would be mixed up"):
        evaluate_protocol(protocol, [task, task], faceset, layers={"net": "net"})


def test_people_are_those_whom_mated_pairs_connect() -> None:
    """0–1–2 are one person by two pairs, 3 and 4 another, 5 nobody else; that 2 and 3 differ connects nothing."""
    pairs = np.array([[0, 1], [1, 2], [3, 4], [2, 3]])
    task = Verification("t", pairs[:, 0], pairs[:, 1], np.array([True, True, True, False]))
    people = linked_people([task], np.arange(6))
    assert len(set(people)) == 3
    assert len(set(people[:3])) == len(set(people[3:5])) == 1
    named = linked_people([task], np.array([0, 1, 7, 3, 4, 0]))  # 0 and 5 have one name
    assert len(set(named)) == 2
    assert len(set(named[[0, 1, 2, 5]])) == 1


def test_a_template_is_of_the_person_of_its_images() -> None:
    templates = Templates(np.array([2, 0, 1]), np.array([0, 2, 2]), np.array([0, 1, 2]), 3)
    found = people_of_templates(np.array([7, 7, 4]), templates)
    assert (found[0], found[2]) == (4, 7)
    assert found[1] not in (4, 7)  # without images: nobody else
