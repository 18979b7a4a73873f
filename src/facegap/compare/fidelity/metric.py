"""What a metric of two sets of embeddings is, and the register of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from facegap.base.suggestions import unknown
from facegap.compare.fidelity.embedded_pair import EmbeddedPair, Needs
from facegap.estimates import EstimateWithFloor

Family = Literal["distance", "overlap", "diversity", "novelty"]
Nearer = Literal["lower", "higher", "zero"]
Swapped = Literal["same", "negated", "different"]
Damage = Literal["collapse", "displacement"]

FAMILIES: tuple[Family, ...] = ("distance", "overlap", "diversity", "novelty")
"""Kinds of metrics, in the order in which they are shown: how far apart the sets are, which part of each lies where the
other one does, how diverse each is, and whether synthetic images are copies."""


@dataclass(frozen=True)
class MetricCard:
    """What a metric is, for reports, tables, the docs, and the tests that every metric must pass.

    Attributes:
        name: Its key in results, such as ``kernel_distance``.
        label: Its name for people, such as ``Kernel distance``.
        family: What kind of metric it is.
        nearer: Whether the sets are nearer to one another where it is lower, where it is higher, or where it is closer
            to zero.
        range: The least and the greatest value that are possible.
        unit: What it counts: ``share`` for a part of all images, shown in percent; otherwise words, such as ``squared
            units of the embedding``.
        swapped: What it becomes when the real and the synthetic set are swapped: the same, negated, or another number.
        identical: What a set against itself gives; None where that depends on the set.
        sees: The damage that moves it away from what an undamaged set gives: ``collapse`` of the model to few kinds of
            faces, ``displacement`` of all faces from where the real ones are. It may stay where it was, or seem better,
            under any other.
        needs: What both sets must have for it.
        says: What it says, in one or two short sentences, and what a bad value means; ``{p}`` and ``{q}`` stand for the
            two sets.
        same_world: What two samples of one world give, in a few words.
        source: Paper and equation, or ``ours``.
        places: Decimal places that are shown.
        best: What a good value is, in a sentence, for a metric of which the sets that are nearest to one another aren't
            the best ones; None where nearer is better.
    """

    name: str
    label: str
    family: Family
    nearer: Nearer
    range: tuple[float, float]
    unit: str
    swapped: Swapped
    identical: float | None
    sees: frozenset[Damage]
    needs: Needs
    says: str
    same_world: str
    source: str
    places: int = 3
    best: str | None = None

    @property
    def better(self) -> str:
        """Which values are better ones, in a sentence for people."""
        return (
            self.best
            or {"lower": "Lower is better.", "higher": "Higher is better.", "zero": "Best near zero."}[self.nearer]
        )

    def says_of(self, *, p: str, q: str) -> str:
        """Say what it says of two sets, by what sentences call them."""
        return self.says.format(p=p, q=q)


Measure = Callable[[EmbeddedPair], EstimateWithFloor]


@dataclass(frozen=True)
class Metric:
    """A metric of two sets of embeddings.

    Attributes:
        card: What it is.
        measure: The function from two sets, which have what ``card.needs``, to the number with its interval over people
            and its noise floor.
    """

    card: MetricCard
    measure: Measure

    def of(self, pair: EmbeddedPair) -> EstimateWithFloor:
        """The number of two sets.

        Raises:
            ValueError: They have too few images or people for it.
        """
        lacking = pair.lacking(self.card.needs)
        if lacking:
            msg = f"{self.card.label} needs {lacking}"
            raise ValueError(msg)
        return self.measure(pair)


_known: dict[str, Metric] = {}


def register_metric(card: MetricCard) -> Callable[[Measure], Measure]:
    """Function decorator: make a metric known, so that comparisons, reports, tables, docs and tests have it.

    Args:
        card: What it is.

    Raises:
        ValueError: A metric of that name or label is registered already.
    """

    def register(measure: Measure) -> Measure:
        if any(card.name == known.card.name or card.label == known.card.label for known in _known.values()):
            msg = f"the metric {card.name!r} ({card.label}) is registered twice"
            raise ValueError(msg)
        _known[card.name] = Metric(card, measure)
        return measure

    return register


def known_metrics() -> tuple[Metric, ...]:
    """All metrics, by family, and within a family in the order of their registration."""
    return tuple(sorted(_known.values(), key=lambda metric: FAMILIES.index(metric.card.family)))


def get_metric(name: str) -> Metric:
    """The metric of that name.

    Raises:
        ValueError: There is none; the message names the nearest.
    """
    by_name = {metric.card.name: metric for metric in known_metrics()}
    if name not in by_name:
        raise ValueError(unknown(name, by_name, "metric", listed=True))
    return by_name[name]


def metric_table() -> str:
    """The table of all metrics in Markdown, as the docs have it."""
    nearer = {"lower": "lower", "higher": "higher", "zero": "nearer to 0"}
    rows = [
        "| metric | what it says | two samples of one world | near is | sees | source |",
        "|---|---|---|---|---|---|",
    ]
    for metric in known_metrics():
        card = metric.card
        cells = (
            f"**{card.label}** (`{card.name}`)",
            card.says_of(p="the real set", q="the synthetic set"),
            card.same_world,
            nearer[card.nearer],
            ", ".join(sorted(card.sees)) or "–",
            card.source,
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
