"""The compiled inner loop of consistency: positive and negative labels of each person, counted.

The function has no annotations because numba compiles it for the types that it is called with.
"""

import numba


@numba.njit(nogil=True, cache=True)
def count_signs(labels, person, counts):  # type: ignore[no-untyped-def]
    """Add up the labels of each person, int32 (people, attributes, 2), negative first; a person below 0 is left out."""
    for image in range(len(person)):
        if person[image] >= 0:
            row = counts[person[image]]
            for attribute in range(labels.shape[1]):
                label = labels[image, attribute]
                if label < 0:
                    row[attribute, 0] += 1
                elif label > 0:
                    row[attribute, 1] += 1
