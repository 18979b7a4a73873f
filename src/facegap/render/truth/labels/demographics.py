"""Sex, age and ancestry."""

from collections.abc import Callable, Mapping

from facegap.render.truth.facts import Facts
from facegap.render.truth.labels.label_rule import Band, LabelRule, as_label

_YOUNG, _OLD = 35.0, 60.0  # years; ours
_DESCENT = Band(low=0.2, high=0.75)  # of an ancestry's share in a mixed person; ours


def male(facts: Facts) -> int:
    """A man."""
    return as_label(facts.person.male)


def young(facts: Facts) -> int:
    """Under 35 years."""
    return as_label(facts.person.age < _YOUNG)


def middle_aged(facts: Facts) -> int:
    """From 35 to 60 years."""
    return as_label(_YOUNG <= facts.person.age <= _OLD)


def senior(facts: Facts) -> int:
    """Over 60 years."""
    return as_label(facts.person.age > _OLD)


def asian(facts: Facts) -> int:
    """East Asian; who is mixed counts from a share of 75 % on, and isn't up to 20 %. South Asians are −1."""
    return _descent(facts, "asian", lambda person: person.asian)


def white(facts: Facts) -> int:
    """Of European descent; mixed people as for ``Asian``. South Asians are −1."""
    return _descent(facts, "white", lambda person: person.caucasian)


def black(facts: Facts) -> int:
    """Of African descent; mixed people as for ``Asian``. South Asians are −1."""
    return _descent(facts, "black", lambda person: person.african)


def _descent(facts: Facts, ancestry: str, share: Callable[..., float]) -> int:
    person = facts.person
    return _DESCENT.judge(share(person)) if person.ancestry == "mixed" else as_label(person.ancestry == ancestry)


RULES: Mapping[str, LabelRule] = {
    "Male": LabelRule(male),
    "Young": LabelRule(young),
    "Middle_Aged": LabelRule(middle_aged),
    "Senior": LabelRule(senior),
    "Asian": LabelRule(asian),
    "White": LabelRule(white),
    "Black": LabelRule(black),
}
