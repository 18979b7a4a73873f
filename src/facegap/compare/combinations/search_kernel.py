"""The compiled inner loops of the search for combinations, over labels as ``bits_kernel`` packs them.

A combination is the numbers of its literals in the order of their attributes. A set is a tuple of bits: uint64
(1, words) of all images, (A, words) of those for which an attribute is defined, and (2A, words) of those on which a
literal holds.
"""

import numba
import numpy as np

from facegap.compare.bits_kernel import popcount

_BLOCK = 64
"""Words after which it is seen whether there are too many images already."""


@numba.njit(nogil=True, cache=True)
def search(prefixes, shown_by, lacking_in, rule, known):  # type: ignore[no-untyped-def]
    """Combinations that one set shows and another hardly does, each of a prefix of attributes and one after it.

    ``prefixes`` is int64 (n, k − 1), rising attributes. ``rule`` is (least_share, ratio, least_shown, least_lacking,
    gain): the share of the images of ``shown_by`` that must show it, how much of that share ``lacking_in`` may have,
    for how many images of either set all its attributes must be defined, and the ``gain_of`` that it must have if all
    images are independent. ``known`` is sorted codes of combinations, none of which may be a part of it. Returns int64
    (combinations, k).
    """
    attributes = len(shown_by[1])
    missing = np.empty((16, prefixes.shape[1] + 1), dtype=np.int64)
    count = 0
    for prefix in prefixes:
        whole, parts = _start(prefix, shown_by)
        lacking_whole, lacking_parts = _start(prefix, lacking_in)
        shown = np.array([_common(part, part) for part in parts])
        first = prefix[-1] + 1 if len(prefix) else 0
        for last in range(first, attributes):
            images, lacking_images = _common(whole, shown_by[1][last]), _common(lacking_whole, lacking_in[1][last])
            if images < rule[2] or lacking_images < rule[3]:
                continue
            for signs in range(len(parts)):
                if shown[signs] < rule[0] * images:
                    continue
                for literal in (last, attributes + last):
                    showing = _common(parts[signs], shown_by[2][literal])
                    if showing < rule[0] * images:
                        continue
                    most = rule[1] * showing / images * lacking_images
                    lacking = _common_up_to(lacking_parts[signs], lacking_in[2][literal], most)
                    if lacking > most or gain_of(showing, images, lacking, lacking_images) < rule[4]:
                        continue
                    if count == len(missing):
                        missing = np.concatenate((missing, np.empty_like(missing)))
                    for place, attribute in enumerate(prefix):
                        missing[count, place] = attribute + ((signs >> place) & 1) * attributes
                    missing[count, -1] = literal
                    count += not _has_known_part(missing[count], known, 2 * attributes)
    return missing[:count]


@numba.njit(nogil=True, cache=True)
def count_each(combinations, free, given):  # type: ignore[no-untyped-def]
    """Images that show each combination, and images in all: int64 (n, 2).

    In all are those for which it is defined, or, where ``free`` is a place in it and not −1, those of them that show
    all its literals but this.
    """
    attributes = len(given[1])
    counts = np.empty((len(combinations), 2), dtype=np.int64)
    for row, combination in enumerate(combinations):
        showing, counted = given[0][0].copy(), given[0][0].copy()
        for place, literal in enumerate(combination):
            showing &= given[2][literal]
            counted &= given[1][literal % attributes] if free in (-1, place) else given[2][literal]
        counts[row] = _common(showing, showing), _common(counted, counted)
    return counts


@numba.njit(nogil=True, cache=True)
def gain_of(showing, images, lacking, lacking_images):  # type: ignore[no-untyped-def]
    """By how many nats two shares of images are better explained by being two than by being one."""
    common = (showing + lacking) / (images + lacking_images)
    return images * _kl(showing / images, common) + lacking_images * _kl(lacking / lacking_images, common)


@numba.njit(cache=True, inline="always")
def _kl(p, q):  # type: ignore[no-untyped-def]
    """KL of yes and no."""
    yes = p * np.log(p / q) if p > 0 else 0.0
    return yes + ((1 - p) * np.log((1 - p) / (1 - q)) if p < 1 else 0.0)


@numba.njit(cache=True)
def _start(prefix, given):  # type: ignore[no-untyped-def]
    """Bits of the images for which a prefix is defined, and of those that show it with each choice of signs."""
    attributes = len(given[1])
    whole = given[0][0].copy()
    parts = np.empty((1 << len(prefix), len(whole)), dtype=np.uint64)
    parts[:] = whole
    for place, attribute in enumerate(prefix):
        whole &= given[1][attribute]
        for signs in range(len(parts)):
            parts[signs] &= given[2][attribute + ((signs >> place) & 1) * attributes]
    return whole, parts


@numba.njit(cache=True)
def _has_known_part(combination, known, literals):  # type: ignore[no-untyped-def]
    """Whether a part of a combination is among those known."""
    for chosen in range(1, (1 << len(combination)) - 1):
        code = 0
        for place, literal in enumerate(combination):
            if (chosen >> place) & 1:
                code = code * (literals + 1) + literal + 1
        at = np.searchsorted(known, code)
        if at < len(known) and known[at] == code:
            return True
    return False


@numba.njit(cache=True)
def _common(first, second):  # type: ignore[no-untyped-def]
    """How many bits are set in both."""
    count = np.uint64(0)
    for word in range(len(first)):
        count += popcount(first[word] & second[word])  # type: ignore[call-arg]
    return np.int64(count)


@numba.njit(cache=True)
def _common_up_to(first, second, most):  # type: ignore[no-untyped-def]
    """The same, or any number above ``most`` where there are more."""
    count = 0
    for begin in range(0, len(first), _BLOCK):
        count += _common(first[begin : begin + _BLOCK], second[begin : begin + _BLOCK])
        if count > most:
            break
    return count
