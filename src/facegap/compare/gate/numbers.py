"""The numbers of a comparison that a condition can be about, by name."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.compare.fidelity.metric import MetricCard, known_metrics
from facegap.compare.gate.attribute_readings import (
    count_clear,
    count_missing,
    read_difference,
    read_joint,
    read_share,
)
from facegap.compare.gate.embedding_readings import (
    SIDES,
    read_metric,
    read_overlapping,
    read_score_difference,
    read_scores,
)
from facegap.compare.gate.reading import Reading

Needs = Literal["attributes", "embeddings"]
Takes = Literal["attribute", "estimator"]

_UP, _SHARE, _POINTS, _SCORES = (0.0, math.inf), (0.0, 1.0), (-100.0, 100.0), (-2.0, 2.0)

_UNITS = {
    "share": "share, 0 to 1, or per cent: `5%`",
    "nats": "nats, or bits: `0.7 bits`",
    "points": "percentage points",
}


@dataclass(frozen=True)
class NumberCard:
    """A number that a condition can be about.

    Attributes:
        name: What a condition calls it.
        says: What it is, in a sentence without its full stop.
        unit: What it is counted in: ``nats``, ``points`` (percentage points), ``share`` (0 to 1), or other words.
        range: The least and the greatest value that are possible.
        needs: What must have been compared.
        read: The function from the comparison of two sets, and the argument where it takes one, to the number.
        takes: What is named in parentheses behind it; None where nothing is.
        optional: Whether that may be left out.
    """

    name: str
    says: str
    unit: str
    range: tuple[float, float]
    needs: Needs
    read: Callable[..., Reading]
    takes: Takes | None = None
    optional: bool = False

    @property
    def example(self) -> str:
        """How it is written."""
        argument = {"attribute": "(Male)", "estimator": "(tree)", None: ""}[self.takes]
        return self.name + argument


_NUMBERS = (
    NumberCard(
        "kl_real_synthetic",
        "KL(real‖synthetic) of all attributes together, by each estimator that is to be believed, or by one of them",
        "nats",
        _UP,
        "attributes",
        partial(read_joint, way="p_q"),
        takes="estimator",
        optional=True,
    ),
    NumberCard(
        "kl_synthetic_real",
        "KL(synthetic‖real), likewise",
        "nats",
        _UP,
        "attributes",
        partial(read_joint, way="q_p"),
        takes="estimator",
        optional=True,
    ),
    NumberCard(
        "difference",
        "share of an attribute in the synthetic set minus that in the real one; `abs(difference(Male))` for its size",
        "points",
        _POINTS,
        "attributes",
        read_difference,
        takes="attribute",
    ),
    *(
        NumberCard(
            f"share_{which}",
            f"share of an attribute in the {which} set, by calibrated scores, else of the images with a label",
            "share",
            _SHARE,
            "attributes",
            partial(read_share, which=which),
            takes="attribute",
        )
        for which in SIDES
    ),
    NumberCard(
        "attributes_different",
        "how many attributes differ clearly, of those that the annotator is validated for",
        "attributes",
        _UP,
        "attributes",
        count_clear,
    ),
    NumberCard(
        "combinations_lacking",
        "how many combinations of attributes the real set shows and the synthetic one hardly does",
        "combinations",
        _UP,
        "attributes",
        partial(count_missing, which="lacking"),
    ),
    NumberCard(
        "combinations_added",
        "how many combinations of attributes the synthetic set shows and the real one hardly does",
        "combinations",
        _UP,
        "attributes",
        partial(count_missing, which="added"),
    ),
    *(
        card
        for which in SIDES
        for card in (
            NumberCard(
                f"eer_{which}",
                f"equal error rate of the {which} set",
                "share",
                _SHARE,
                "embeddings",
                partial(read_scores, which=which, number="eer"),
            ),
            NumberCard(
                f"d_prime_{which}",
                f"distance of mated and non-mated scores of the {which} set",
                "standard deviations",
                _UP,
                "embeddings",
                partial(read_scores, which=which, number="d_prime"),
            ),
            NumberCard(
                f"overlapping_{which}",
                f"share of the {which} set's people who are as near to another person as their images to one another",
                "share",
                _SHARE,
                "embeddings",
                partial(read_overlapping, which=which),
            ),
        )
    ),
    NumberCard(
        "mated_difference",
        "mean mated score in the synthetic set minus that in the real one",
        "cosine",
        _SCORES,
        "embeddings",
        partial(read_score_difference, part="mated"),
    ),
    NumberCard(
        "non_mated_difference",
        "mean non-mated score in the synthetic set minus that in the real one",
        "cosine",
        _SCORES,
        "embeddings",
        partial(read_score_difference, part="non_mated"),
    ),
)
"""All numbers but the metrics of fidelity; a new one is an entry here."""


def known_numbers() -> dict[str, NumberCard]:
    """All numbers by name, those of attributes first, the metrics of fidelity by their cards last."""
    return {card.name: card for card in (*_NUMBERS, *(_of_metric(metric.card) for metric in known_metrics()))}


def get_number(name: str) -> NumberCard:
    """The number of that name.

    Raises:
        ConfigError: there is none; the message names the nearest.
    """
    numbers = known_numbers()
    if name not in numbers:
        raise ConfigError(unknown(name, numbers, "number"))
    return numbers[name]


def number_table() -> str:
    """The table of all numbers in Markdown, as the docs have it."""
    rows = [
        f"| `{card.example}` | {card.says} | {_UNITS.get(card.unit, card.unit)} |" for card in known_numbers().values()
    ]
    return "\n".join(["| number | what it is | counted in |", "|---|---|---|", *rows]) + "\n"


def _of_metric(card: MetricCard) -> NumberCard:
    return NumberCard(card.name, card.label, card.unit, card.range, "embeddings", partial(read_metric, card=card))
