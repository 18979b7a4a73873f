"""What is known of an annotator on one domain, such as photographs: a calibration for it, and how right it is there."""

from pathlib import Path

import tomli_w
from pydantic import Field

from facegap.base.config import Config
from facegap.faceset import atomic_write
from facegap.models.annotator_card import AnnotatorCard, AttributeCard, Share
from facegap.models.find import PACKAGE
from facegap.models.store import models_folder

LEAST_AUROC = 0.7
"""An attribute whose scores rank faces worse is measured, and found too weak to be said anything of (ours)."""
LEAST_PEOPLE = 30
"""With fewer people of either class the figures of an attribute say too little to rely on (ours)."""
LEAST_RIGHT = 0.75
"""Where fewer of the kept labels are right, on any labeled set of the domain, they aren't relied on (ours)."""
_FEW = 20


class GroupFigures(Config):
    """An attribute on the people of one demographic group.

    Attributes:
        images: The images of the group whose label is decided.
        true: The share of them that is positive by their labels, 0 to 1.
        estimated: The share that the annotator's scores give for them, as for a set of its own, 0 to 1.
        balanced_accuracy: The mean of the shares of positive and of negative faces that are recognized, 0 to 1; None
            where the group has one class only.
        right: The share of the kept labels that are right, 0 to 1; None where none is kept.
    """

    images: int = Field(ge=1)
    true: Share
    estimated: Share
    balanced_accuracy: Share | None = None
    right: Share | None = None


class ValidatedAttribute(Config):
    """How right an annotator is on one attribute of a domain; None is unknown, as for a class without any image.

    Attributes:
        name: The name of the attribute.
        positive_images: The images with a positive label.
        negative_images: The images with a negative label.
        positive_people: The people on the former.
        negative_people: The people on the latter.
        balanced_accuracy: As in ``AttributeCard``, and so the next five.
        auroc: The area under the ROC curve, 0 to 1.
        calibration_error: The mean distance between the score and the share of positive faces, 0 to 1.
        coverage: The share of faces that get a label, 0 to 1.
        right: The share of those labels that are right, 0 to 1.
        right_positive: The share of the kept positive labels that are right, 0 to 1.
        right_negative: The share of the kept negative labels that are right, 0 to 1.
        share_error: The standard deviation of the error of a share that is estimated from the scores of very many
            images, 0 to 1: of what it was off on the labeled set, of what it would be off on sets that are mixed of the
            demographic groups in other proportions, and of what the labels leave open (ours). It goes into the interval
            of each share.
        share_spread: The part of it that differs between sets of this domain, and so may look like a difference.
        groups: The figures of each demographic group, by its name.
    """

    name: str = Field(min_length=1)
    positive_images: int = Field(ge=0)
    negative_images: int = Field(ge=0)
    positive_people: int = Field(ge=0)
    negative_people: int = Field(ge=0)
    balanced_accuracy: Share | None = None
    auroc: Share | None = None
    calibration_error: Share | None = None
    coverage: Share | None = None
    right: Share | None = None
    right_positive: Share | None = None
    right_negative: Share | None = None
    share_error: Share | None = None
    share_spread: Share | None = None
    groups: dict[str, GroupFigures] = Field(default_factory=dict)

    @property
    def enough(self) -> bool:
        """Whether there are enough people of either class to rely on these figures."""
        return min(self.positive_people, self.negative_people) >= LEAST_PEOPLE

    @property
    def usable(self) -> bool:
        """Whether what the annotator says of this attribute may be relied on, with the error that is stated."""
        return self.enough and (self.auroc or 0.0) >= LEAST_AUROC and self.share_error is not None

    @property
    def misleading(self) -> bool:
        """Whether one of the labels that the annotator keeps is right too seldom, on enough people to say so."""
        sides = ((self.positive_people, self.right_positive), (self.negative_people, self.right_negative))
        return any(people >= _FEW and right is not None and right < LEAST_RIGHT for people, right in sides)


class DomainCalibration(Config):
    """Numbers of an annotator that replace those of its card on one domain.

    Attributes:
        data: The labeled faces that they were fitted to, in words, with their license.
        images: How many of these there were.
        people: How many people they show.
        attributes: Calibration, thresholds and base rate of each attribute that these labels decide.
    """

    data: str
    images: int = Field(ge=1)
    people: int = Field(ge=1)
    attributes: tuple[AttributeCard, ...] = Field(min_length=1)


class DomainValidation(Config):
    """How right an annotator is on one domain.

    Attributes:
        data: The labeled faces on which it was measured, in words, with their license.
        images: How many of these there were.
        people: How many people they show.
        cross_validated: Whether these are the faces that the calibration was fitted to, each judged by a calibration
            that was fitted to other people; otherwise nothing was fitted to these faces.
        attributes: The figures of each attribute that these labels decide.
    """

    data: str
    images: int = Field(ge=1)
    people: int = Field(ge=1)
    cross_validated: bool = False
    attributes: tuple[ValidatedAttribute, ...] = Field(min_length=1)


class DomainSheet(Config):
    """What is known of an annotator on one domain.

    Attributes:
        domain: The name of the domain, such as ``photographs``.
        network: The name of the annotator.
        sha256: The SHA-256 of the annotator's file, in lowercase hexadecimal.
        calibration: The numbers that replace those of its card there; None where its card's are used.
        validations: How right it is there, on one labeled set after another; none where nobody has measured it.
    """

    domain: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    network: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    calibration: DomainCalibration | None = None
    validations: tuple[DomainValidation, ...] = ()

    def figures(self, name: str) -> list[ValidatedAttribute]:
        """The figures of an attribute on each labeled set that decides it."""
        measured = [each for validation in self.validations for each in validation.attributes]
        return [each for each in measured if each.name == name]

    @property
    def usable(self) -> tuple[str, ...]:
        """The names of the attributes that were validated, and good enough wherever that was measured."""

        def relied_on(figures: list[ValidatedAttribute]) -> bool:
            decided = [each for each in figures if each.enough]
            return (
                bool(decided) and all(each.usable for each in decided) and not any(each.misleading for each in figures)
            )

        names = dict.fromkeys(each.name for validation in self.validations for each in validation.attributes)
        return tuple(name for name in names if relied_on(self.figures(name)))

    def share_error(self, name: str) -> float:
        """The error of an estimated share of an attribute: the largest on any labeled set (ours), 0 to 1; 0 of none.

        Chance is taken off these errors, so that sets with few people count too.
        """
        return max((each.share_error or 0.0 for each in self._figures_of_enough(name)), default=0.0)

    def share_spread(self, name: str) -> float:
        """The part of that error that differs between sets of this domain, likewise."""
        return max((each.share_spread or 0.0 for each in self._figures_of_enough(name)), default=0.0)

    def _figures_of_enough(self, name: str) -> list[ValidatedAttribute]:
        return [each for each in self.figures(name) if each.positive_people + each.negative_people >= LEAST_PEOPLE]

    @property
    def data(self) -> str:
        """The labeled sets on which it was validated, in words."""
        return "; ".join(validation.data for validation in self.validations)

    def with_validation(self, validation: DomainValidation) -> "DomainSheet":
        """The sheet with one more validation, in place of that on the same faces if there is one."""
        others = tuple(each for each in self.validations if each.data != validation.data)
        return self.model_copy(update={"validations": (*others, validation)})

    def calibrate(self, card: AnnotatorCard) -> AnnotatorCard:
        """Return the annotator's part of its card with the numbers that hold on this domain."""
        return card.with_attributes(self.calibration.attributes) if self.calibration else card


def find_sheet(sha256: str, domain: str) -> DomainSheet | None:
    """Find what is known of an annotator on a domain; what this machine measured goes before what facegap ships.

    Args:
        sha256: The SHA-256 of the annotator's file.
        domain: The name of the domain.

    Raises:
        ConfigError: The sheet is damaged.
    """
    own = sheet_path(sha256, domain)
    if own.is_file():
        return DomainSheet.from_toml(own)
    shipped = (DomainSheet.from_toml(path) for path in sorted((PACKAGE / "domains").glob(f"*.{domain}.toml")))
    return next((sheet for sheet in shipped if sheet.sha256 == sha256 and sheet.domain == domain), None)


def find_sheets(sha256: str) -> list[DomainSheet]:
    """Find what is known of an annotator on all domains, in the order of their names.

    Args:
        sha256: The SHA-256 of the annotator's file.

    Raises:
        ConfigError: A sheet is damaged.
    """
    shipped = [DomainSheet.from_toml(path) for path in sorted((PACKAGE / "domains").glob("*.toml"))]
    domains = {sheet.domain for sheet in shipped if sheet.sha256 == sha256}
    domains |= {path.stem for path in sheet_path(sha256, "any").parent.glob("*.toml")}
    return [sheet for domain in sorted(domains) if (sheet := find_sheet(sha256, domain))]


def sheet_path(sha256: str, domain: str) -> Path:
    """Return where the sheet of an annotator and a domain is kept on this machine, by the hash of the network."""
    return models_folder() / "domains" / sha256[:16] / f"{domain}.toml"


def write_sheet(sheet: DomainSheet, path: Path | None = None) -> Path:
    """Write a sheet, by default where ``find_sheet`` looks for it; return its path."""
    path = path or sheet_path(sheet.sha256, sheet.domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as temporary:
        content = sheet.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        temporary.write_text(tomli_w.dumps(content), encoding="utf-8")
    return path
