import itertools

import numpy as np

from facegap.annotate.vocabulary import Vocabulary, find_contradictions

MAAD = Vocabulary.load("maad47")


def row(**labels: int) -> list[int]:
    return [labels.get(name, 0) for name in MAAD.attributes]


def test_contradictions_are_counted_with_an_example() -> None:
    labels = np.array(
        [
            row(Bald=1, Bangs=-1, Young=1),
            row(Bald=1, Bangs=1, Young=1, Senior=1),
            row(Young=-1, Middle_Aged=-1, Senior=0),
            row(Young=-1, Middle_Aged=-1, Senior=-1),
            row(Bald=1, Bangs=1, Black_Hair=-1, Blond_Hair=-1, Brown_Hair=-1, Gray_Hair=-1),
        ],
        dtype=np.int8,
    )
    before = labels.copy()
    result = find_contradictions(labels, MAAD)
    assert np.array_equal(labels, before)
    assert (result.images, result.contradicted) == (5, 3)
    assert [(one.attributes, one.why, one.images, one.example) for one in result.kinds] == [
        (("Bald", "Bangs"), "both", 2, 1),
        (("Young", "Senior"), "both", 1, 1),
        (("Young", "Middle_Aged", "Senior"), "none", 1, 3),
    ]
    assert [str(one) for one in result.kinds] == [
        "Bald and Bangs, both positive",
        "Young and Senior, both positive",
        "none of Young, Middle_Aged, Senior",
    ]


def test_many_images_against_a_loop() -> None:
    labels = np.random.default_rng(0).integers(-1, 2, (70_000, 47)).astype(np.int8)
    at = {name: number for number, name in enumerate(MAAD.attributes)}
    pairs = [*MAAD.contradictions, *(p for f in MAAD.families for p in itertools.combinations(f.members, 2))]
    both = {pair: (labels[:, at[pair[0]]] == 1) & (labels[:, at[pair[1]]] == 1) for pair in pairs}
    ages = [at[name] for name in ("Young", "Middle_Aged", "Senior")]
    none = (labels[:, ages] == -1).all(axis=1)
    result = find_contradictions(labels, MAAD)
    assert result.contradicted == np.count_nonzero(np.any([*both.values(), none], axis=0))
    for one in result.kinds:
        wrong = none if one.why == "none" else both[one.attributes]  # type: ignore[index]
        assert (one.images, one.example) == (np.count_nonzero(wrong), np.flatnonzero(wrong)[0])
    assert len(result.kinds) == len(pairs) + 1


def test_no_image_has_no_contradiction() -> None:
    result = find_contradictions(np.zeros((0, 47), dtype=np.int8), MAAD)
    assert (result.images, result.contradicted, result.kinds) == (0, 0, ())
