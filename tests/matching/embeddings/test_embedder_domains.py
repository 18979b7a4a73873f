"""What is said of an embedder on images that it was never validated on, down to what people see."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import MakeSet, write_embedder
from tests.given import give
from tests.labels import Annotate

import facegap as fg
from facegap.base.errors import ConfigError
from facegap.engine import LocalRunner, run
from facegap.faceset import FaceSet
from facegap.matching import Embed, embedder_caution
from facegap.models import ModelCard, ValidatedDomain, packaged_cards
from facegap.report import score_findings

PEOPLE = {f"{person:02}": 2 for person in range(8)}
FIGURE = ValidatedDomain(domain="renders", data="renders of nobody", figure="all right")


class Judged(Annotate):
    """Labels that a network gave of which nothing is known."""

    def settings(self) -> dict[str, object]:
        return super().settings() | {"model": "mine", "model_sha256": "0" * 64}


@pytest.fixture
def embedded(make_set: MakeSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[FaceSet]]:
    """Two sets of photographs, embedded by a network that was validated on some kinds of images."""

    def make(*domains: ValidatedDomain) -> list[FaceSet]:
        model, _ = write_embedder(tmp_path / "net.onnx")
        sets = [make_set(PEOPLE, name=name, side=8) for name in ("one", "two")]
        for faceset in sets:
            run(Embed(model), faceset, runner=LocalRunner(1))
        known = {model.sha256: model.card.model_copy(update={"domains": domains})}
        monkeypatch.setattr("facegap.matching.embeddings.embedder_domains.card_by_hash", known.get)
        return sets

    return make


def test_kinds_of_images_without_validation_are_named(embedded: Callable[..., list[FaceSet]]) -> None:
    sets = embedded(FIGURE)
    told = (
        "linear was never validated on photographs (one, two): similarities there may mean other things than on "
        "renders."
    )
    assert embedder_caution(sets, "linear") == told
    scored = fg.score(sets[0]).scored
    assert scored.caution == told.replace(", two", "")
    assert scored.caution in score_findings(scored)


def test_a_comparison_says_it_in_its_notes_in_json_and_above_its_embeddings(
    embedded: Callable[..., list[FaceSet]], tmp_path: Path
) -> None:
    sets = embedded(FIGURE)
    result = fg.compare(*sets)
    caution = result.comparison.embedder_caution
    assert caution is not None
    assert caution in result.comparison.notes
    report = result.report(tmp_path / "out")
    assert f'<div class="banner" role="note"><p>{caution}</p></div>' in report.page.read_text()
    assert f'"embedder_caution": "{caution}"' in (tmp_path / "out/results.json").read_text()


def test_nothing_is_said_where_it_was_validated_or_no_network_is_known(
    embedded: Callable[..., list[FaceSet]], make_set: MakeSet
) -> None:
    sets = embedded(FIGURE, FIGURE.model_copy(update={"domain": "photographs"}))
    assert embedder_caution(sets, "linear") is None
    assert fg.score(sets[0]).scored.caution is None
    assert embedder_caution([make_set(PEOPLE, name="bare")], "linear") is None


def test_a_card_without_domains_says_nothing_of_them(embedded: Callable[..., list[FaceSet]]) -> None:
    assert str(embedder_caution(embedded(), "linear")).startswith("No card says on what kind of images linear was val")


def test_shipped_embedders_state_data_and_figure() -> None:
    cards = {card.name: card for card in packaged_cards() if card.role == "embedder"}
    for name in ("mobilefacenet", "face-render"):
        assert {each.domain for each in cards[name].domains} == {"photographs", "renders"}
    annotator = next(card for card in packaged_cards() if card.role == "annotator")
    content = annotator.model_dump(mode="json", exclude_none=True) | {"domains": [FIGURE.model_dump()]}
    with pytest.raises(ConfigError, match="are for embedders"):
        ModelCard.from_dict(content, where="mine.toml")


def test_an_audit_doubts_groups_by_a_network_that_was_never_validated(make_set: MakeSet) -> None:
    rng = np.random.default_rng(0)
    people = {f"{person:03}": 1 for person in range(100)}
    faces = make_set(people, name="made", side=8, shard_rows=100)
    labels = {"Male": rng.choice([-1, 1], 100).tolist()}
    image_ids = faces.column("images", "image_id").to_list()
    run(Judged(labels, image_ids, "attributes/mine", {}), faces, runner=LocalRunner(1))
    vectors = rng.standard_normal((100, 32))
    give(faces, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    real = fg.Embeddings(rng.standard_normal((100, 32)), name="real")
    result = fg.audit(faces, against=real, groups="attributes/mine.Male")
    doubt = "Groups: What mine says of made may be wrong in either direction: it was never validated on photographs."
    assert doubt in result.audit.cautions
    assert doubt in result.findings
    assert doubt in str(result.facts())
