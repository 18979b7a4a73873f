import numpy as np
import pytest

from facegap.annotate.vocabulary import Vocabulary

AGES = tuple(name for name in Vocabulary.load("fairface").attributes if name.startswith("Age_"))
RACES = ("White", "Black", "Latino_Hispanic", "East_Asian", "Southeast_Asian", "Indian", "Middle_Eastern")


def both(attributes: int) -> np.ndarray:
    """One image with every attribute, and one with none."""
    return np.array([[1] * attributes, [-1] * attributes], dtype=np.int8)


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("maad47", ("Male", "not Male", "Asian", "White", "Black", "Young", "Middle_Aged", "Senior")),
        ("celeba40", ("Male", "not Male", "Young", "not Young")),
        ("fairface", ("Male", "not Male", *AGES, *RACES)),
    ],
)
def test_the_groups_of_the_vocabularies_that_come_with_facegap(name: str, groups: tuple[str, ...]) -> None:
    vocabulary = Vocabulary.load(name)
    found = vocabulary.demographic_groups(both(len(vocabulary.attributes)), vocabulary.attributes)
    assert tuple(found) == groups
    assert {name: images.tolist() for name, images in found.items()} == {
        name: [False, True] if name.startswith("not ") else [True, False] for name in groups
    }


def test_the_groups_of_a_vocabulary_of_ones_own() -> None:
    vocabulary = Vocabulary.from_dict(
        {
            "name": "mine",
            "attributes": ["Hat", "Tall", "Old", "Child", "Adult"],
            "demographics": ["Child", "Adult", "Tall", "Old"],
            "families": [{"name": "age", "members": ["Child", "Adult"], "exhaustive": True}],
        },
        where="the test",
    )
    # Of a layer in another order, without Old; the last image is undecided in all but Tall.
    labels = np.array([[1, -1, 1], [1, -1, -1], [0, 0, -1]], dtype=np.int8)
    found = vocabulary.demographic_groups(labels, ("Adult", "Child", "Tall"))
    assert {name: images.tolist() for name, images in found.items()} == {
        "Adult": [True, True, False],
        "Tall": [True, False, False],
        "not Tall": [False, True, True],
    }
    unnamed = vocabulary.model_copy(update={"demographics": ()})
    assert unnamed.demographic_groups(labels, ("Adult", "Child", "Tall")) == {}
    with pytest.raises(ValueError, match="3 columns, but 2 names"):
        vocabulary.demographic_groups(labels, ("Adult", "Child"))
