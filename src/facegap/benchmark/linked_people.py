"""Whose each reference is, as far as the protocol says."""

from collections.abc import Iterable

import numpy as np

from facegap.base.arrays import Int64Array
from facegap.benchmark.protocol import Task, Templates, Verification


def linked_people(tasks: Iterable[Task], people: Int64Array) -> Int64Array:
    """People as the groups of references that names or mated pairs connect.

    Protocols that don't name everybody still say who is mated. Two images of one person whom neither connects count as
    two people, so that intervals may be too narrow.

    Args:
        tasks: of the protocol.
        people: int64 (references,), a number from 0 for each person who is named, and one of its own for each reference
            whose person isn't.

    Returns:
        int64 (references,), likewise, but one number for people whom mated pairs connect.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    mated = [(task.first[task.mated], task.second[task.mated]) for task in tasks if isinstance(task, Verification)]
    first = np.concatenate([one for one, _ in mated]) if mated else np.zeros(0, dtype=np.int64)
    second = np.concatenate([other for _, other in mated]) if mated else np.zeros(0, dtype=np.int64)
    count = int(people.max(initial=-1)) + 1
    links = coo_array((np.ones(len(first), dtype=np.int8), (people[first], people[second])), shape=(count, count))
    _, labels = connected_components(links, directed=False)
    return np.asarray(labels[people], dtype=np.int64)


def people_of_templates(people: Int64Array, templates: Templates) -> Int64Array:
    """The person of each template: that of its images, which are all of one.

    Args:
        people: int64 (images,), a number for each person.
        templates: of them; one without any image is of a person of its own.

    Returns:
        int64 (templates.count,).
    """
    found = np.full(templates.count, -1, dtype=np.int64)
    found[templates.template] = people[templates.image]
    empty = found < 0
    found[empty] = people.max(initial=-1) + 1 + np.arange(empty.sum())
    return found
