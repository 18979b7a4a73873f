"""What every registered metric must do; a new one is tested by its registration."""

import pkgutil
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.compare.fidelity.people_sets import measured, people, unit

from facegap.compare.fidelity import Metric, get_metric, known_metrics, metric_table, register_metric
from facegap.compare.fidelity import metrics as metric_modules
from facegap.estimates import EstimateWithFloor
from facegap.matching import EmbeddedSet
from facegap.matching.pairs import sweep

DOCS = Path(__file__).parents[3] / "docs" / "fidelity.md"
REAL, SYNTHETIC = (people(60, 5, seed=seed, noise=0.4, shift=3) for seed in (0, 1))

every_metric = pytest.mark.parametrize("metric", known_metrics(), ids=lambda metric: metric.card.name)


def numbers(found: EstimateWithFloor) -> list[float]:
    return [found.estimate.value, found.estimate.low, found.estimate.high, found.floor]


def near(values: list[float], tolerance: float = 2e-5) -> object:
    return pytest.approx(values, abs=tolerance, rel=tolerance, nan_ok=True)


def distance(metric: Metric, value: float) -> float:
    """How far sets are that have the value: less is nearer."""
    return {"lower": value, "higher": -value, "zero": abs(value)}[metric.card.nearer]


def move(embedded: EmbeddedSet, by: float) -> EmbeddedSet:
    """All embeddings turned about the origin by an angle, away from where most are: among themselves they stay."""
    turn = np.eye(embedded.embeddings.shape[1])
    turn[:2, :2] = [[np.cos(by), -np.sin(by)], [np.sin(by), np.cos(by)]]
    return unit(embedded.embeddings @ turn, embedded.people)


def collapse(embedded: EmbeddedSet, to: int) -> EmbeddedSet:
    """Only ``to`` people are left, who pose, with a little noise, as all the others too."""
    images = np.flatnonzero(embedded.people < to)
    shown = embedded.embeddings[np.resize(images, len(embedded.people))]
    noise = 0.03 * np.random.default_rng(4).standard_normal(shown.shape)
    return unit(shown + noise, embedded.people)


@every_metric
def test_the_card_says_what_it_must(metric: Metric) -> None:
    card = metric.card
    assert re.fullmatch("[a-z_]+", card.name)
    assert card.label[0].isupper()
    assert card.says.endswith(".")
    assert card.same_world
    assert card.source
    assert card.range[0] < card.range[1]
    assert metric.measure.__doc__


def test_the_card_says_which_values_are_better() -> None:
    better = {metric.card.name: metric.card.better for metric in known_metrics()}
    assert better["frechet"] == "Lower is better."
    assert better["recall"] == "Higher is better."
    # Nearer than real people are to one another are copies only.
    assert better["nearest_similarity"] == "Best near that of other people of one set."


@every_metric
def test_values_intervals_and_floors_lie_within_the_range(metric: Metric) -> None:
    low, high = metric.card.range
    for synthetic in (SYNTHETIC, collapse(SYNTHETIC, 5), move(SYNTHETIC, 2)):
        found = measured(metric.card.name, REAL, synthetic)
        assert low <= found.estimate.value <= high
        assert low <= found.floor <= high
        assert found.estimate.known
        if found.estimate.bounded:
            assert low <= found.estimate.low <= found.estimate.value <= found.estimate.high <= high


@every_metric
def test_a_set_is_as_near_to_itself_as_a_set_can_be(metric: Metric) -> None:
    value = measured(metric.card.name, REAL, REAL).estimate.value
    if metric.card.identical is None:
        assert distance(metric, value) < distance(metric, measured(metric.card.name, REAL, SYNTHETIC).estimate.value)
    else:
        assert value == pytest.approx(metric.card.identical, abs=1e-6)


@every_metric
def test_swapped_sets(metric: Metric) -> None:
    forth = measured(metric.card.name, REAL, collapse(SYNTHETIC, 20)).estimate.value
    back = measured(metric.card.name, collapse(SYNTHETIC, 20), REAL).estimate.value
    if metric.card.swapped == "different":
        assert back != pytest.approx(forth, abs=1e-3)
    else:
        assert back == pytest.approx({"same": forth, "negated": -forth}[metric.card.swapped], abs=1e-5, rel=1e-4)


@every_metric
def test_the_order_of_images_changes_nothing(metric: Metric) -> None:
    rng = np.random.default_rng(2)
    shuffled = []
    for embedded in (REAL, SYNTHETIC):
        order = rng.permutation(len(embedded.people))
        shuffled.append(EmbeddedSet(embedded.embeddings[order], embedded.people[order], 0, 0))
    expected = measured(metric.card.name, REAL, SYNTHETIC)
    assert numbers(measured(metric.card.name, *shuffled)) == near(numbers(expected))


@every_metric
def test_the_size_of_blocks_changes_nothing(metric: Metric, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = measured(metric.card.name, REAL, SYNTHETIC)
    monkeypatch.setattr(sweep, "BLOCK", 37)
    assert numbers(measured(metric.card.name, REAL, SYNTHETIC)) == near(numbers(expected))


@every_metric
def test_a_rotation_of_all_embeddings_changes_nothing(metric: Metric) -> None:
    turn = np.linalg.qr(np.random.default_rng(3).standard_normal((16, 16)))[0]
    turned = [unit(embedded.embeddings @ turn, embedded.people) for embedded in (REAL, SYNTHETIC)]
    expected = measured(metric.card.name, REAL, SYNTHETIC)
    assert numbers(measured(metric.card.name, *turned)) == near(numbers(expected), 2e-3)


@every_metric
@pytest.mark.parametrize("damage", ["collapse", "displacement"])
def test_more_damage_is_further_away_if_the_metric_sees_it(metric: Metric, damage: str) -> None:
    """Otherwise the damaged set seems no further away than an undamaged one, within what is chance."""
    degrees = (20, 8, 3) if damage == "collapse" else (0.4, 0.9, 2.0)
    change = collapse if damage == "collapse" else move
    whole = measured(metric.card.name, REAL, SYNTHETIC)
    damaged = [measured(metric.card.name, REAL, change(SYNTHETIC, degree)).estimate.value for degree in degrees]
    away = [distance(metric, value) for value in (whole.estimate.value, *damaged)]
    name = metric.card.name
    if damage in metric.card.sees:
        hint = f"{name} doesn't move away under {damage}: take it out of `sees` ({away})"
        assert away == sorted(away), hint
        assert away[-1] - away[0] > abs(whole.floor - whole.estimate.value) + 0.01, hint
    else:
        hint = f"{name} moves under {damage}: add it to `sees` ({away})"
        assert away != sorted(away) or away[-1] - away[0] < 0.05, hint


def test_a_collapsed_model_has_high_precision_and_low_recall() -> None:
    collapsed = collapse(SYNTHETIC, 3)
    found = {name: measured(name, REAL, collapsed).estimate.value for name in ("precision", "recall")}
    assert found["precision"] > 0.95
    assert found["recall"] < 0.05
    swapped = {name: measured(name, collapsed, REAL).estimate.value for name in ("precision", "recall")}
    assert (swapped["recall"], swapped["precision"]) == (found["precision"], found["recall"])


def test_every_module_of_metrics_registers_one() -> None:
    registering = {metric.measure.__module__.rpartition(".")[2] for metric in known_metrics()}
    silent = {found.name for found in pkgutil.iter_modules(metric_modules.__path__)} - registering
    assert not silent, (
        f"the function of a pair in metrics/{', '.join(silent)} is not known: decorate it with @register_metric"
    )


def test_a_metric_is_found_by_its_name() -> None:
    assert get_metric("vendi").card.label.startswith("Vendi score")
    with pytest.raises(ValueError, match="unknown metric 'frechett'; did you mean 'frechet'"):
        get_metric("frechett")


def test_a_name_or_label_is_not_registered_twice() -> None:
    card = get_metric("vendi").card
    for double in (replace(card, label="Another"), replace(card, name="another")):
        with pytest.raises(ValueError, match="is registered twice"):
            register_metric(double)(get_metric("vendi").measure)


def test_the_docs_have_the_table_of_all_metrics() -> None:
    assert metric_table() in DOCS.read_text(encoding="utf-8"), f"put this table into {DOCS}:\n\n{metric_table()}"
