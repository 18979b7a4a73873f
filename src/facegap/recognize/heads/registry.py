"""Margins by name."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from math import inf, pi
from typing import Any

from facegap.base.errors import ConfigError
from facegap.recognize.heads.adaface import AdaFace
from facegap.recognize.heads.curricularface import CurricularFace
from facegap.recognize.heads.fixed_margins import ArcFace, CosFace
from facegap.recognize.heads.margin import Detached, Margin

RANGES = {"m": (0.0, pi / 2), "h": (0.0, inf), "t_alpha": (0.0, 1.0)}
"""What options may be; beyond π/2 the guard's border would come before the right angle."""


@dataclass(frozen=True)
class MarginCard:
    """What is to know about a margin.

    Attributes:
        name: for ``make_margin``.
        source: the paper.
        formula: what becomes of the cosines; θ is the angle to the own class.
        gradient: d target / d cos θ, and those of the other classes where they are changed.
        kind: the margin, or, where it is detached, the one whose values it has.
        detached: whether the target's gradient is that without a margin.
    """

    name: str
    source: str
    formula: str
    gradient: str
    kind: Callable[..., Margin]
    detached: bool = False

    @property
    def options(self) -> dict[str, float]:
        """What ``make_margin`` takes besides the name, with the values of the paper."""
        return {name: option.default for name, option in signature(self.kind).parameters.items()}


_ARC = "cos(θ + m); cos θ − m sin m where θ + m > π"
_ADA = "cos(θ − m ẑ) − m − m ẑ, ẑ the standardized norm of the embedding, clipped; θ − m ẑ kept within 0 and π"
_CURRICULAR = f"{_ARC}; of another class that is nearer than cos(θ + m): cos · (t + cos), t the mean own cosine"
_HUANG = "Huang et al., CurricularFace, CVPR 2020"

MARGINS: dict[str, MarginCard] = {
    card.name: card
    for card in (
        MarginCard(
            "arcface", "Deng et al., ArcFace, CVPR 2019", _ARC, "sin(θ + m) / sin θ; 1 where θ + m > π", ArcFace
        ),
        MarginCard(
            "arcface-detached",
            "InsightFace's PyTorch code, which changes the angle under no_grad (and has no guard at π; this has)",
            _ARC, "1", ArcFace, detached=True,
        ),
        MarginCard("cosface", "Wang et al., CosFace, CVPR 2018", "cos θ − m", "1", CosFace),
        MarginCard(
            "adaface", "Kim et al., AdaFace, CVPR 2022", _ADA,
            "sin(θ − m ẑ) / sin θ; 0 where the angle is kept within; nothing goes to the norm", AdaFace,
        ),
        MarginCard(
            "adaface-detached",
            "code for PartialFC, which changes the target under no_grad (and doesn't keep the angle within; this does)",
            _ADA, "1",
            AdaFace, detached=True,
        ),
        MarginCard(
            "curricularface", _HUANG, _CURRICULAR,
            "sin(θ + m) / sin θ; 1 where θ + m > π; t + 2 cos for a hard class", CurricularFace,
        ),
        MarginCard(
            "curricularface-detached", "ours: CurricularFace's values as arcface-detached would make them", _CURRICULAR,
            "1; t + 2 cos for a hard class", CurricularFace, detached=True,
        ),
    )
}  # fmt: skip


def make_margin(name: str, **options: Any) -> Margin:
    """A new margin.

    Args:
        name: among ``MARGINS``.
        options: numbers of its formula in place of the paper's, such as ``m``.

    Raises:
        ConfigError: there is none of this name, or it has no such option, or not of this value.
    """
    card = MARGINS.get(name)
    if card is None:
        msg = f"no margin {name!r}; there are {', '.join(MARGINS)}"
        raise ConfigError(msg)
    if unknown := options.keys() - card.options.keys():
        msg = f"the margin {name!r} has no option {', '.join(sorted(unknown))}; it has {', '.join(card.options)}"
        raise ConfigError(msg)
    for option, value in options.items():
        low, high = RANGES[option]
        if not low <= value <= high:
            msg = f"{option} = {value} of the margin {name!r} must be from {low} to {high:.4g}"
            raise ConfigError(msg)
    margin = card.kind(**options)
    return Detached(margin) if card.detached else margin
