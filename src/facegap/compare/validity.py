"""How far the labels of a layer are to be relied on: who gave them, and where that annotator was validated."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from facegap.faceset import FaceSet, describe_domain, domain_of
from facegap.models import AnnotatorCard, DomainSheet, SoftmaxFamily, card_by_hash, find_sheet


@dataclass(frozen=True)
class Validity:
    """What is known of the labels of a layer of one face set.

    Attributes:
        annotator: The name of the network that gave them; None where people or the renderer did.
        domain: What kind of images the set has, such as ``photographs``.
        data: The labeled faces on which the network was validated on that domain, in words; None where it wasn't.
        validated: The attributes of which the network's answers may be relied on there, with the error that is known.
        priors: The share of positives for which the network's scores are calibrated, by attribute.
        families: The families of attributes that exclude each other, whose shares are estimated together.
        share_errors: The standard deviation of the error of a share that is estimated from scores, 0 to 1, by
            attribute; see ``models.ValidatedAttribute``.
        share_spreads: The part of that error that differs between sets of the domain.
        one_sided: The attributes of which the network never gives a positive, or never a negative label.
        stale: Whether the layer was made with other numbers than those that were validated.
    """

    annotator: str | None
    domain: str
    data: str | None = None
    validated: frozenset[str] = frozenset()
    priors: dict[str, float] = field(default_factory=dict)
    families: tuple[SoftmaxFamily, ...] = ()
    share_errors: dict[str, float] = field(default_factory=dict)
    share_spreads: dict[str, float] = field(default_factory=dict)
    one_sided: frozenset[str] = frozenset()
    stale: bool = False

    @classmethod
    def of(cls, faceset: FaceSet, layer: str) -> "Validity":
        """Find out how far the labels of a layer are to be relied on.

        Args:
            faceset: The face set.
            layer: The name of the layer, such as ``attributes/mac-render`` or ``truth``.
        """
        made = _annotating_settings(faceset, layer)
        if not made:
            return cls(None, domain_of(faceset))
        settings = made[0]
        if any(other != settings for other in made):
            return cls(str(settings.get("model")), "mixed images")
        domain = str(settings.get("domain") or domain_of(faceset))
        digest = str(settings.get("model_sha256"))
        annotator, card = str(settings.get("model")), card_by_hash(digest)
        if card is None or card.annotator is None:
            return cls(annotator, domain)
        sheet = find_sheet(digest, domain)
        answers = sheet.calibrate(card.annotator) if sheet else card.annotator
        if answers.fingerprint() != settings.get("annotator"):
            sheet, answers = None, card.annotator
            if answers.fingerprint() != settings.get("annotator"):
                return cls(annotator, domain, stale=True)
            return cls._from_card(annotator, domain, answers, None, stale=find_sheet(digest, domain) is not None)
        return cls._from_card(annotator, domain, answers, sheet, stale=False)

    @classmethod
    def _from_card(
        cls, annotator: str, domain: str, answers: AnnotatorCard, sheet: DomainSheet | None, *, stale: bool
    ) -> "Validity":
        usable = frozenset(sheet.usable) if sheet else frozenset[str]()
        measured = {each.name for validation in sheet.validations for each in validation.attributes} if sheet else set()
        one_sided = (each.name for each in answers.attributes if each.positive is None or each.negative is None)
        return cls(
            annotator=annotator,
            domain=domain,
            data=sheet.data if sheet and sheet.validations else None,
            validated=usable,
            priors={each.name: each.share for each in answers.attributes if 0 < each.share < 1},
            families=answers.families,
            share_errors={name: sheet.share_error(name) for name in measured} if sheet else {},
            share_spreads={name: sheet.share_spread(name) for name in measured} if sheet else {},
            one_sided=frozenset(one_sided),
            stale=stale,
        )

    def same_instrument(self, other: "Validity") -> bool:
        """Whether the same network answered for images of the same domain, so that its errors are partly the same."""
        return (self.annotator, self.domain, self.share_errors) == (other.annotator, other.domain, other.share_errors)

    def trusts(self, attribute: str) -> bool:
        """Whether what is said of an attribute may be relied on: labels by people and renderers may."""
        return self.annotator is None or attribute in self.validated

    def measurable_by_labels(self, attribute: str) -> bool:
        """Whether labels can tell how frequent an attribute is: where one side is never answered, they can't."""
        return attribute not in self.one_sided

    def caution(self, name: str, *, attributes: Sequence[str]) -> str | None:
        """Say in a sentence what isn't known of the attributes of the set ``name``; None where all is.

        Args:
            name: The name of the set.
            attributes: The attributes that are looked at.
        """
        trusted = [attribute for attribute in attributes if self.trusts(attribute)]
        others = [attribute for attribute in attributes if attribute not in trusted]
        if not others:
            return None
        images = describe_domain(self.domain)
        if self.stale:
            return (
                f"{self.annotator} answered for {name} before it was calibrated for {images}: annotate {name} "
                "again, with --replace."
            )
        if not trusted:
            return (
                f"What {self.annotator} says of {name} may be wrong in either direction: it was never validated on "
                f"{images}."
            )
        named = ", ".join(trusted) if len(trusted) < len(others) else f"all but {', '.join(others)}"
        return (
            f"Of {name}, {self.annotator} is to be relied on for {len(trusted)} of {len(attributes)} attributes "
            f"({named}): for these it was validated on {images}. What it says of the others may be wrong in either "
            "direction."
        )


def _annotating_settings(faceset: FaceSet, layer: str) -> list[dict[str, Any]]:
    """The settings with which networks made a layer, of each set that it was copied from; none where no network did."""
    candidates = [faceset.layer(layer).settings]
    candidates += [parent.layers[layer].settings for parent in faceset.info.parents if layer in parent.layers]
    return [settings for settings in candidates if settings.get("stage") == "annotate" and "model_sha256" in settings]


GIVEN_LABELS = Validity(annotator=None, domain="unknown")
"""Labels by people, of a set of which nothing else is known."""
