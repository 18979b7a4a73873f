import csv
import json
from pathlib import Path

import numpy as np
import pytest
from tests.annotators import card_of

from facegap.annotate.trust.assessment import Assessment, assess
from facegap.models import AnnotatorCard, AttributeCard, ModelCard
from facegap.report.training.attribute_summary import training_findings
from facegap.report.training.attribute_tables import clearly_worse, mean_difference
from facegap.report.training.attributes import write_attribute_training
from facegap.training import EpochRecord, History

NAMES = ("Male", "Bald", "<b>", "never")


def card(*names: str) -> ModelCard:
    return card_of(
        AnnotatorCard(
            vocabulary="maad47",
            dropout=0.5,
            limits=("It saw no <hats>.",),
            attributes=tuple(AttributeCard(name=name, positive=0.5 if name != "never" else None) for name in names),
        )
    )


def assessed(people: int = 60, *, images: int = 3, groups: bool = True, seed: int = 0) -> Assessment:
    """Good answers on Male, guesses on Bald for women, and an attribute that is on no image."""
    rng = np.random.default_rng(seed)
    owners = np.repeat(np.arange(people), images)
    truth = rng.choice([-1, 1], (len(owners), len(NAMES))).astype(np.int8)
    truth[:, 0] = np.where(owners % 2, 1, -1)
    truth[:, 3] = -1
    scores = np.clip(0.5 + 0.35 * truth + 0.2 * rng.standard_normal(truth.shape), 0, 1).astype(np.float32)
    women = truth[:, 0] == -1
    scores[women, 1] = rng.random(women.sum())
    reliability = np.abs(2 * scores - 1)
    given = np.where(reliability < 0.3, 0, np.where(scores >= 0.5, 1, -1)).astype(np.int8)
    return assess(
        scores,
        reliability,
        labels=given,
        truth=truth,
        people=owners,
        base_rates=np.full(len(NAMES), 0.5),
        groups={"Male": ~women, "not Male": women} if groups else None,
    )


def history(*, best: int) -> History:
    epochs = [EpochRecord(at, 10 * (at + 1), 60.0, 1 / (at + 1), {"auroc": 0.9, "loss": 0.5}) for at in range(3)]
    return History(tuple(epochs), "auroc", best, stopped_early=True)


def test_a_page_of_a_trained_annotator(tmp_path: Path) -> None:
    found = assessed()
    report = write_attribute_training(
        found,
        [history(best=1)],
        card=card(*NAMES),
        facts={"Images": 12345, "Sets": "<renders>"},
        folder=tmp_path / "out",
        methods={"stochastic passes": found, "score": assessed(seed=1, groups=False)},
    )
    page = report.page.read_text(encoding="utf-8").partition("<main>")[2]
    assert "180 images of 60 people" in page
    assert "over 3 attributes" in page
    assert "It is least accurate for the group not Male (30 people): −" in page
    assert "It saw no &lt;hats&gt;." in page
    assert "<b>" not in page.replace("\\u003cb\\u003e", "")
    assert "3 epochs, 30 steps, 1.0 minutes, stopped early" in page
    assert "Chosen epoch: 2, by auroc" in page
    assert "12,345" in page
    assert "&lt;renders&gt;" in page
    assert {png.stem for png in report.pngs} == {"accuracy", "kept", "groups", "training"}
    results = json.loads(report.results.read_text(encoding="utf-8"))
    assert results["assessment"]["balanced_accuracy"][0][3] is None
    with (tmp_path / "out" / "kept.csv").open(encoding="utf-8") as file:
        rows = {row["Attribute"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["Male", "Bald", "<b>", "never"]
    assert rows["never"]["Reliability threshold, yes"] == "never answered"
    assert float(rows["Male"]["Coverage"]) == pytest.approx(found.coverage.value[0])
    assert (tmp_path / "out" / "methods.tex").exists()


def test_members_are_called_as_their_folders_are(tmp_path: Path) -> None:
    histories = [history(best=2), history(best=0)]
    report = write_attribute_training(assessed(groups=False), histories, card=card(*NAMES), facts={}, folder=tmp_path)
    page = report.page.read_text(encoding="utf-8")
    for text in (
        "Member 0: 3 epochs",
        "Member 1: 3 epochs",
        "training loss of member 0",
        "validation auroc of member 1",
    ):
        assert text in page
    assert "member 2" not in page.lower()


def test_groups_are_compared_on_what_they_share() -> None:
    found = assessed()
    women = found.groups["not Male"]
    # Bald and <b> only: in the group nobody is positive for Male, nor anyone for `never`.
    expected = (women.balanced_accuracy.value - found.balanced_accuracy.value)[[1, 2]].mean()
    assert mean_difference(women, found) == pytest.approx(expected)
    assert clearly_worse(women, found, NAMES)[0].startswith("Bald (−")
    assert clearly_worse(found, found, NAMES) == []


def test_findings_name_the_worst_first() -> None:
    weak = training_findings(assessed(), card(*NAMES))[0]
    assert weak.endswith("Below 0.80: Bald.")
    many = card(*(f"a{number}" for number in range(20)))
    rng = np.random.default_rng(0)
    scores = rng.random((200, 20)).astype(np.float32)
    truth = rng.choice([-1, 1], (200, 20)).astype(np.int8)
    guessed = assess(
        scores, scores, labels=truth, truth=truth, people=np.arange(200), base_rates=np.full(20, 0.5), groups=None
    )
    findings = training_findings(guessed, many)
    worst = f"a{np.argmin(guessed.balanced_accuracy.value)}"
    assert f"Below 0.80: {worst}, " in findings[0]
    assert findings[0].endswith(" and 12 more.")
    assert findings[2].endswith("No attribute is below the target.")
    assert len(findings) == 3


def test_one_person_and_nothing_known_of_the_training(tmp_path: Path) -> None:
    report = write_attribute_training(
        assessed(1, images=10, groups=False), [], card=card(*NAMES), facts={}, folder=tmp_path
    )
    page = report.page.read_text(encoding="utf-8")
    assert "The course of the training is unknown." in page
    assert "10 images of 1 people" in page


def test_a_card_of_other_attributes(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="an assessment of 4 attributes, a card of 1"):
        write_attribute_training(assessed(), [], card=card("Male"), facts={}, folder=tmp_path)
