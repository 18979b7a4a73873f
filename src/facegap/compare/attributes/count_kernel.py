"""The compiled loop that counts labels, person by person.

The function has no annotations because numba compiles it for the types that it is called with.
"""

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def count_labels_of_people(labels, order, starts, unit, first, last, counts, squares):  # type: ignore[no-untyped-def]
    """Add the labels of the people from ``first`` to ``last`` to the counts of their units.

    The images of a person are ``starts[person]`` to ``starts[person + 1]`` of ``order``, or of the rows as they are
    where that is None. ``counts`` is (units, attributes, columns) in the order of ``Column``; ``squares``
    (attributes,) sums the squares of each person's defined images.
    """
    attributes = labels.shape[1]
    positive, negative = np.zeros(attributes, np.int32), np.zeros(attributes, np.int32)
    for person in range(first, last):
        positive[:] = 0
        negative[:] = 0
        images = starts[person + 1] - starts[person]
        for at in range(starts[person], starts[person + 1]):
            row = labels[at] if order is None else labels[order[at]]
            for a in range(attributes):
                positive[a] += row[a] == 1
                negative[a] += row[a] == -1
        into = counts[unit[person]]
        for a in range(attributes):
            defined = positive[a] + negative[a]
            squares[a] += np.float64(defined) * defined
            into[a, 0] += positive[a]
            into[a, 1] += negative[a]
            into[a, 2] += positive[a] / images
            into[a, 3] += negative[a] / images
            into[a, 4] += (images - defined) / images
            if defined:
                into[a, 5] += positive[a] / defined
                into[a, 6] += 1
