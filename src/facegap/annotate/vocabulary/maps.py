"""Labels of one vocabulary said in another."""

from collections.abc import Mapping

import numpy as np

from facegap.annotate.vocabulary.vocabulary import Rule, Vocabulary
from facegap.base.arrays import Int8Array
from facegap.base.errors import ConfigError


def rules_between(source: Vocabulary, target: Vocabulary) -> dict[str, Rule]:
    """How the target's attributes follow from the source's, for those that do, in the target's order.

    The rules are those that the source has for a vocabulary of the target's name; an attribute without one follows
    from that of the same name.

    Raises:
        ConfigError: a rule is for an attribute that the target has not, or nothing corresponds.
    """
    given: Mapping[str, Rule] = source.maps.get(target.name, {}) if source.name != target.name else {}
    target.columns(given)
    same = {name: Rule(any_of=(name,)) for name in target.attributes if name in source.attributes}
    rules = {**same, **given}
    if not rules:
        msg = (
            f"nothing in the vocabulary {source.name!r} corresponds to an attribute of {target.name!r}; write rules "
            f"into a [maps.{target.name}] of {source.name}'s TOML"
        )
        raise ConfigError(msg)
    return {name: rules[name] for name in target.attributes if name in rules}


def map_labels(labels: Int8Array, *, source: Vocabulary, target: Vocabulary) -> Int8Array:
    """Say labels of one vocabulary in another; attributes that nothing corresponds to are undefined.

    Args:
        labels: int8 (images, attributes of the source): 1 positive, −1 negative, 0 undefined.
        source: the vocabulary of the labels.
        target: the one they are wanted in.

    Returns:
        int8 (images, attributes of the target).

    Raises:
        ConfigError: as ``rules_between``.
    """
    mapped = np.zeros((len(labels), len(target.attributes)), dtype=np.int8)
    for name, rule in rules_between(source, target).items():
        mapped[:, target.columns([name])[0]] = _follow(labels, source, rule)
    return mapped


def _follow(labels: Int8Array, source: Vocabulary, rule: Rule) -> Int8Array:
    sure = labels[:, source.columns(rule.any_of)]
    unsure = labels[:, source.columns(rule.unsure)]
    # The largest of labels is "or" in the logic of three values. An unsure one counts as undefined where it is there.
    found: Int8Array = np.maximum(sure.max(axis=1), np.minimum(unsure, 0).max(axis=1, initial=-1))
    return -found if rule.negated else found
