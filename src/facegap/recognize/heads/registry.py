"""Margins by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from math import inf, pi

from facegap.base.errors import ConfigError
from facegap.base.suggestions import check_names, unknown
from facegap.recognize.heads.adaface import AdaFace
from facegap.recognize.heads.curricularface import CurricularFace
from facegap.recognize.heads.elasticface import ElasticCosFace
from facegap.recognize.heads.fixed_margins import ArcFace, CosFace
from facegap.recognize.heads.magface import MagFace
from facegap.recognize.heads.margin import Detached, Margin

Range = tuple[float, float]

_ANGLE: Range = (0.0, pi / 2)  # beyond, the guard's border would come before the right angle
_ANY: Range = (0.0, inf)


@dataclass(frozen=True)
class MarginCard:
    """What is to know about a margin.

    Attributes:
        name: ``make_margin`` and a configuration's ``head.margin`` ask for it by this name.
        source: The paper or code that it comes from.
        formula: What becomes of the cosines; θ is the angle to the own class.
        gradient: d target / d cos θ, and those of the other classes where they are changed.
        kind: The margin, or, where it is detached, the one whose values it has.
        ranges: The least and the greatest value that each option of ``kind`` may have.
        detached: Whether the target's gradient is that without a margin.
        penalty: What each image's loss gets beside the cross entropy, a formula; empty where nothing is added.
        norm_gradient: Whether the loss has a gradient to the lengths of the embeddings.
    """

    name: str
    source: str
    formula: str
    gradient: str
    kind: Callable[..., Margin]
    ranges: Mapping[str, Range]
    detached: bool = False
    penalty: str = ""
    norm_gradient: bool = False

    def __post_init__(self) -> None:
        if self.options.keys() != self.ranges.keys():
            msg = f"the card of {self.name!r} has ranges of {[*self.ranges]}, its margin has options {[*self.options]}"
            raise ValueError(msg)

    @property
    def options(self) -> dict[str, float]:
        """What ``make_margin`` takes besides the name, with the values of the paper."""
        return {name: option.default for name, option in signature(self.kind).parameters.items()}

    def check_options(self, options: Mapping[str, float]) -> None:
        """See that there are such options, and that their values are within their ranges.

        Raises:
            ValueError: one is unknown, and the message names the nearest that is known; or a value is out of its range.
        """
        check_names(options, self.options, f"option of the margin {self.name}:")
        for option, value in options.items():
            low, high = self.ranges[option]
            if not low <= value <= high:
                msg = f"{option} = {value} of the margin {self.name!r} must be from {low} to {high:.4g}"
                raise ValueError(msg)


_ARC = "cos(θ + m); cos θ − m sin m where θ + m > π"
_ADA = "cos(θ − m ẑ) − m − m ẑ, ẑ the standardized norm of the embedding, clipped; θ − m ẑ kept within 0 and π"
_CURRICULAR = f"{_ARC}; of another class that is nearer than cos(θ + m): cos · (t + cos), t the mean own cosine"
_OF_ADAFACE = {"m": _ANGLE, "h": _ANY, "t_alpha": (0.0, 1.0)}
_LENGTH: Range = (1e-3, inf)
_HUANG = "Huang et al., CurricularFace, CVPR 2020"

MARGINS: dict[str, MarginCard] = {
    card.name: card
    for card in (
        MarginCard(
            "arcface", "Deng et al., ArcFace, CVPR 2019", _ARC, "sin(θ + m) / sin θ; 1 where θ + m > π", ArcFace,
            {"m": _ANGLE},
        ),
        MarginCard(
            "arcface-detached",
            "InsightFace's PyTorch code, which changes the angle under no_grad (and has no guard at π; this has)",
            _ARC, "1", ArcFace, {"m": _ANGLE}, detached=True,
        ),
        MarginCard("cosface", "Wang et al., CosFace, CVPR 2018", "cos θ − m", "1", CosFace, {"m": _ANGLE}),
        MarginCard(
            "adaface", "Kim et al., AdaFace, CVPR 2022", _ADA,
            "sin(θ − m ẑ) / sin θ; 0 where the angle is kept within; nothing goes to the norm", AdaFace,
            _OF_ADAFACE,
        ),
        MarginCard(
            "adaface-detached",
            "code for PartialFC, which changes the target under no_grad (and doesn't keep the angle within; this does)",
            _ADA, "1",
            AdaFace, _OF_ADAFACE, detached=True,
        ),
        MarginCard(
            "curricularface", _HUANG, _CURRICULAR,
            "sin(θ + m) / sin θ; 1 where θ + m > π; t + 2 cos for a hard class", CurricularFace,
            {"m": _ANGLE},
        ),
        MarginCard(
            "curricularface-detached", "ours: CurricularFace's values as arcface-detached would make them", _CURRICULAR,
            "1; t + 2 cos for a hard class", CurricularFace, {"m": _ANGLE}, detached=True,
        ),
        MarginCard(
            "magface", "Meng et al., MagFace, CVPR 2021",
            "cos(θ + m(a)), m(a) linear from l_m to u_m as the length a of the embedding goes from l_a to u_a; "
            "cos θ − m(a) sin m(a) where θ + m(a) > π",
            "sin(θ + m(a)) / sin θ; 1 where θ + m(a) > π; −sin(θ + m(a)) m'(a) to the length, 0 beyond l_a and u_a",
            MagFace, {"l_m": _ANGLE, "u_m": _ANGLE, "l_a": _LENGTH, "u_a": _LENGTH, "lambda_g": _ANY},
            penalty="lambda_g · (a / u_a² + 1 / a), a kept within l_a and u_a", norm_gradient=True,
        ),
        MarginCard(
            "elasticface-cos", "Boutros et al., ElasticFace, CVPR Workshops 2022 (ElasticFace-Cos)",
            "cos θ − E, E drawn from N(m, sd²) for each image in each step", "1", ElasticCosFace,
            {"m": _ANGLE, "sd": (0.0, 1.0)},
        ),
    )
}  # fmt: skip


def make_margin(name: str, **options: float) -> Margin:
    """Make a new margin, by default with the values of its paper.

    >>> make_margin("cosface", m=0.4).m
    0.4
    >>> make_margin("cosface", sd=0.05)
    Traceback (most recent call last):
    facegap.base.errors.ConfigError: unknown option of the margin cosface: 'sd'; known: m

    Args:
        name: The name of one of ``MARGINS``.
        options: Numbers of its formula in place of the paper's, such as ``m``.

    Raises:
        ConfigError: There is none of this name, or it has no such option, or not of this value; the message names the
            nearest name that is known.
    """
    card = MARGINS.get(name)
    if card is None:
        raise ConfigError(unknown(name, MARGINS, "margin", listed=True))
    try:
        card.check_options(options)
        margin = card.kind(**options)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    return Detached(margin) if card.detached else margin
