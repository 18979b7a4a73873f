"""The demographic groups that truth labels tell apart."""

from facegap.annotate.vocabulary import Vocabulary
from facegap.base.arrays import BoolArray, Int8Array


def demographic_groups(labels: Int8Array, names: tuple[str, ...], *, vocabulary: Vocabulary) -> dict[str, BoolArray]:
    """The images of each demographic group, as a vocabulary has them: by sex, age and origin, say.

    Each of its ``demographics`` is a group. So are those without it, if it is in no family: the negative label of Male
    says as much as the positive one, while that of Asian only says that somebody is of some other group.

    Args:
        labels: int8 (images, attributes), the truth: 1, −1, or 0 where undefined, which is of no group.
        names: of the attributes.
        vocabulary: which of them are demographic, and its families.

    Returns:
        bool (images,) by name, such as ``Male``, ``not Male`` and ``Asian``, in the vocabulary's order; groups overlap,
        and those on no image are left out.

    Raises:
        ValueError: another number of names than of attributes.
    """
    if labels.shape[1] != len(names):
        msg = f"labels of {labels.shape[1]} attributes, but {len(names)} names"
        raise ValueError(msg)
    in_families = {member for family in vocabulary.families for member in family.members}
    groups = {}
    for name in vocabulary.demographics:
        if name in names:
            of = labels[:, names.index(name)]
            groups[name] = of == 1
            if name not in in_families:
                groups[f"not {name}"] = of == -1
    return {name: images for name, images in groups.items() if images.any()}
