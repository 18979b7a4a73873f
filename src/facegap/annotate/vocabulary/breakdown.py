"""By what people are told apart in a set whose attributes are known, but not the vocabulary that they are from."""

from collections.abc import Collection

from facegap.annotate.vocabulary.vocabulary import Vocabulary


def breakdown_of(names: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Find the axes by which people are told apart, in the packaged vocabulary that fits best.

    >>> breakdown_of(["Male", "Young", "Senior", "Smiling", "my_own"])
    (('Male',), ('Young', 'Senior'))
    >>> breakdown_of(["Smiling"])
    ()

    Args:
        names: The names of the attributes, of which any may be unknown.

    Returns:
        The axes of the vocabulary that has the most of the attributes on them, the first by name of several, without
        those that aren't among ``names``.
    """
    known = set(names)
    breakdowns = [Vocabulary.load(name).breakdown for name in sorted(Vocabulary.packaged.names())]
    fitting = [[tuple(name for name in axis if name in known) for axis in breakdown] for breakdown in breakdowns]
    best = max(fitting, key=lambda axes: sum(len(axis) for axis in axes), default=[])
    return tuple(axis for axis in best if axis)
