from pathlib import Path

import pytest

from facegap.base.errors import ConfigError
from facegap.models import (
    AnnotatorCard,
    AttributeCard,
    DomainCalibration,
    DomainSheet,
    DomainValidation,
    ValidatedAttribute,
    find_model,
    find_sheet,
    find_sheets,
    sheet_path,
    write_sheet,
)

DIGEST = "ab" * 32


def figures(
    name: str, *, people: int = 50, auroc: float = 0.9, right: float = 0.95, error: float = 0.05
) -> ValidatedAttribute:
    counts = dict.fromkeys(("positive_images", "negative_images", "positive_people", "negative_people"), people)
    return ValidatedAttribute(
        name=name,
        auroc=auroc,
        right_positive=right,
        right_negative=right,
        share_error=error,
        share_spread=error,
        **counts,
    )


def validation(data: str, *attributes: ValidatedAttribute) -> DomainValidation:
    return DomainValidation(data=data, images=100, people=100, attributes=attributes)


def sheet(*validations: DomainValidation) -> DomainSheet:
    return DomainSheet(domain="photographs", network="mine", sha256=DIGEST, validations=validations)


def test_an_attribute_is_relied_on_where_every_labeled_set_allows_it() -> None:
    first = validation("one", figures("Male"), figures("Young", auroc=0.6), figures("Bald", people=10))
    assert sheet(first).usable == ("Male",)
    few = validation("two", figures("Male", people=25, right=0.5, error=0.2))
    both = sheet(first).with_validation(few)
    assert both.usable == ()  # on 25 people half of the kept labels are wrong
    assert both.share_error("Male") == 0.2
    assert both.share_error("Smiling") == 0
    again = both.with_validation(validation("two", figures("Male", people=25)))
    assert [each.data for each in again.validations] == ["one", "two"]
    assert again.usable == ("Male",)


def test_a_sheet_is_found_by_the_hash_of_the_network_and_replaces_its_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(tmp_path))
    assert find_sheet(DIGEST, "photographs") is None
    fitted = AttributeCard(name="Male", bias=0.5, weights=((0.1, 0.2), (0.3, 0.4)), share=0.4)
    calibrated = sheet(validation("one", figures("Male"))).model_copy(
        update={"calibration": DomainCalibration(data="one", images=9, people=9, attributes=(fitted,))}
    )
    path = write_sheet(calibrated)
    assert path == sheet_path(DIGEST, "photographs")
    assert find_sheet(DIGEST, "photographs") == calibrated
    assert [each.domain for each in find_sheets(DIGEST)] == ["photographs"]
    assert find_sheet("cd" * 32, "photographs") is None
    card = AnnotatorCard(
        vocabulary="maad47", dropout=0.5, attributes=(AttributeCard(name="Male"), AttributeCard(name="Bald"))
    )
    changed = calibrated.calibrate(card)
    assert changed.attributes == (fitted, card.attributes[1])
    assert changed.fingerprint() != card.fingerprint()
    path.write_text("domain = 3\n")
    with pytest.raises(ConfigError):
        find_sheet(DIGEST, "photographs")


def test_the_sheets_that_ship_are_of_the_network_that_ships() -> None:
    model = find_model("mac-render", role="annotator")
    by_domain = {each.domain: each for each in find_sheets(model.sha256)}
    assert set(by_domain) >= {"photographs", "renders"}
    assert set(by_domain["photographs"].usable) <= set(model.card.answers.names)
    calibration = by_domain["photographs"].calibration
    assert calibration
    assert "FairFace" in calibration.data
    assert all(each.weights and len(each.weights) == len(model.card.answers.names) for each in calibration.attributes)
