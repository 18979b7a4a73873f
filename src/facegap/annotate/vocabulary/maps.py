"""Mapping labels from one vocabulary to another."""

from collections.abc import Mapping

import numpy as np

from facegap.annotate.vocabulary.vocabulary import MappingRule, Vocabulary
from facegap.base.arrays import Int8Array
from facegap.base.errors import ConfigError


def mapping_rules(source: Vocabulary, target: Vocabulary) -> dict[str, MappingRule]:
    """Return the rules by which attributes of the target vocabulary follow from those of the source vocabulary.

    A rule that the source has for the target, under ``[maps.TARGET]`` in its TOML, comes first. An attribute without a
    rule follows from the attribute of the same name, if the source has one.

    >>> rules = mapping_rules(Vocabulary.load("fairface"), Vocabulary.load("maad47"))
    >>> rules["Asian"].any_of
    ('East_Asian', 'Southeast_Asian')

    Args:
        source: The vocabulary of the labels that there are.
        target: The vocabulary of the labels that are wanted.

    Returns:
        A rule for each attribute of the target that follows from the source, in the target's order.

    Raises:
        ConfigError: There is a rule for an attribute that the target doesn't have, or no rule at all.
    """
    written: Mapping[str, MappingRule] = source.maps.get(target.name, {}) if source.name != target.name else {}
    target.columns(written)
    by_name = {name: MappingRule(any_of=(name,)) for name in target.attributes if name in source.attributes}
    rules = {**by_name, **written}
    if not rules:
        msg = (
            f"no attribute of the vocabulary {source.name!r} corresponds to an attribute of {target.name!r}; write "
            f"rules into a [maps.{target.name}] of {source.name}'s TOML"
        )
        raise ConfigError(msg)
    return {name: rules[name] for name in target.attributes if name in rules}


def map_labels(labels: Int8Array, *, source: Vocabulary, target: Vocabulary) -> Int8Array:
    """Map labels from one vocabulary to another; attributes without a corresponding one become undefined.

    MAAD-Face says ``Mouth_Closed`` where CelebA says ``Mouth_Slightly_Open``:

    >>> celeba40, maad47 = Vocabulary.load("celeba40"), Vocabulary.load("maad47")
    >>> labels = np.zeros((1, 40), dtype=np.int8)
    >>> labels[0, celeba40.columns(["Male", "Mouth_Slightly_Open"])] = 1
    >>> mapped = map_labels(labels, source=celeba40, target=maad47)
    >>> mapped[0, maad47.columns(["Male", "Mouth_Closed", "Smiling"])].tolist()
    [1, -1, 0]

    Args:
        labels: int8 (images, attributes of the source): 1 positive, −1 negative, 0 undefined.
        source: The vocabulary of ``labels``.
        target: The vocabulary of the result.

    Returns:
        int8 (images, attributes of the target), with the same meaning of 1, −1 and 0.

    Raises:
        ConfigError: There is a rule for an attribute that the target doesn't have, or no attribute corresponds.
    """
    mapped = np.zeros((len(labels), len(target.attributes)), dtype=np.int8)
    for name, rule in mapping_rules(source, target).items():
        # The largest label is the "or" of three-valued logic. A positive label of an unsure attribute counts as
        # undefined.
        any_of = labels[:, source.columns(rule.any_of)].max(axis=1)
        unsure = np.minimum(labels[:, source.columns(rule.unsure)], 0).max(axis=1, initial=-1)
        label = np.maximum(any_of, unsure)
        mapped[:, target.columns([name])[0]] = -label if rule.negated else label
    return mapped
