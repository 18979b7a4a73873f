"""Sets in memory, compared as a whole, for tests of reports."""

from functools import cache

import numpy as np

from facegap.compare import ComparedSet, Comparison, Comparisons, LabeledSet, SetDescription, SetPeople, compare_sets
from facegap.matching import EmbeddedSet
from tests.labels import random_set


def embedded(people: int, images: int, *, seed: int) -> EmbeddedSet:
    """People with some images each, that are alike."""
    rng = np.random.default_rng(seed)
    vectors = np.repeat(rng.standard_normal((people, 32)), images, axis=0)
    vectors += rng.standard_normal(vectors.shape)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return EmbeddedSet(vectors.astype(np.float32), np.repeat(np.arange(people), images), 0, 0)


def in_memory(name: str, *, labels: LabeledSet | None = None, vectors: EmbeddedSet | None = None) -> ComparedSet:
    """A set of which no image is asked for."""
    people = labels.people if labels else vectors.people if vectors else np.zeros(0, dtype=np.int64)
    images, identities = len(people), len(np.unique(people))
    description = SetDescription(name, "synthetic", None, "arcface-112", images, identities, 0, 0 if vectors else None)
    rows = np.arange(len(vectors.people)) if vectors else None
    return ComparedSet(description, SetPeople(people, 0, labels, vectors), rows)


def compared(*sets: ComparedSet) -> Comparisons:
    """All that is said of the sets."""
    labels = "truth" if sets[0].people.labeled else None
    return compare_sets(sets, labels=labels, embedding="net" if sets[0].people.embedded else None)


def of_labels(real: LabeledSet, synthetic: LabeledSet) -> Comparison:
    """Two sets with labels alone."""
    return compared(in_memory("ours", labels=real), in_memory("theirs", labels=synthetic)).pairs[0]


@cache
def three_sets() -> Comparisons:
    """Two much like each other, and one in which ``Bald`` is frequent; with labels and embeddings."""
    shares = {"Young": 0.5, "Bald": 0.1, "Male": 0.4}
    made = []
    for seed, (name, bald) in enumerate((("ours", 0.1), ("theirs", 0.12), ("others", 0.9))):
        labels = random_set(shares | {"Bald": bald}, people=30, images=2, alike=0.3, seed=seed)
        made.append(in_memory(name, labels=labels, vectors=embedded(30, 2, seed=seed)))
    return compared(*made)
