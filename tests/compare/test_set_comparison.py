from dataclasses import replace

import numpy as np
import pytest
from tests.compared import compared, embedded, in_memory, three_sets
from tests.conftest import MakeSet
from tests.given import give
from tests.labels import annotate, labeled, random_set

from facegap.base.errors import FaceSetError
from facegap.compare import ComparedSet, SetDescription, compare_sets, joint_divergence
from facegap.compare.description import distinguish_names
from facegap.compare.joint import tree_divergence


def test_every_two_sets_stand_in_the_matrix_both_ways_round() -> None:
    found = three_sets()
    assert [(pair.real.name, pair.synthetic.name) for pair in found.pairs] == [("ours", "theirs"), ("ours", "others")]
    cells = {(cell.p, cell.q): cell for cell in found.matrix}
    assert len(cells) == 6
    for (p, q), cell in cells.items():
        other = cells[(q, p)]
        assert cell.frechet == other.frechet
        assert cell.different == other.different
        assert len(cell.divergences) == 4
    assert cells[("ours", "others")].different == 1
    assert cells[("ours", "theirs")].different == 0


def test_single_attributes_are_contrasted_in_every_two_sets_and_halves_stand_for_no_difference() -> None:
    found = three_sets()
    assert [(one.p, one.q) for one in found.contrasts] == [("ours", "theirs"), ("ours", "others"), ("theirs", "others")]
    cells = {(cell.p, cell.q): cell for cell in found.matrix}
    for contrast in found.contrasts:
        assert sum(one.clear for one in contrast.attributes) == cells[contrast.p, contrast.q].different
    assert found.contrasts[1].attributes[0].name == "Bald"
    assert found.contrasts[1].attributes[0].difference.value > 0.5
    pair = found.pairs[1].attributes
    assert pair
    assert found.contrasts[1].attributes[0].difference == pair.each.ranked()[0][1].positive
    assert [(cell.p, cell.different) for cell in found.halves] == [("ours", 0), ("theirs", 0), ("others", 0)]
    assert found.attributes
    assert [one.name for one in found.attributes.compared] == ["Young", "Bald", "Male"]


def test_halves_are_of_real_sets_where_there_are_some_and_all_pairs_are_compared_in_full_when_asked_for() -> None:
    sets = [in_memory(name, vectors=embedded(10, 2, seed=seed)) for seed, name in enumerate("xyz")]
    sets[1] = replace(sets[1], description=replace(sets[1].description, kind="real"))
    found = compare_sets(sets, labels=None, embedding="net", pairs="all")
    assert [cell.p for cell in found.halves] == ["y"]
    assert [(pair.real.name, pair.synthetic.name) for pair in found.pairs] == [("x", "y"), ("x", "z"), ("y", "z")]
    assert compared(*sets[:2]).halves == ()


def test_the_matrix_says_what_the_pairs_say() -> None:
    found = three_sets()
    cells = {(cell.p, cell.q): cell for cell in found.matrix}
    pair = found.pairs[1]
    assert pair.attributes
    tree = pair.attributes.joint.tree
    name = next(iter(pair.attributes.joint.estimators))
    assert cells[("ours", "others")].divergences[name] == tree.p_q
    assert cells[("others", "ours")].divergences[name] == tree.q_p


def test_pairs_without_the_real_set_are_compared_the_right_way_round_by_what_all_sets_have() -> None:
    """Between two synthetic sets too, P comes first; what only two sets have is in their own comparison alone."""
    names = ("abd", "abcd", "abc")
    shares = {"a": 0.5, "b": 0.5, "c": 0.3, "d": 0.3}
    sets = [
        random_set({name: shares[name] for name in own} | {"b": b}, people=30, images=1, alike=0.3, seed=3)
        for own, b in zip(names, (0.5, 0.4, 0.05), strict=True)
    ]
    found = compared(*(in_memory(name, labels=labels) for name, labels in zip("xyz", sets, strict=True)))
    cells = {(cell.p, cell.q): cell for cell in found.matrix}
    x, y, z = (one.only(("a", "b")) for one in sets)
    wanted = joint_divergence(p=y, q=z)
    assert [one.value.value for one in cells["y", "z"].divergences.values()] == [
        both.p_q.value.value for both in wanted.estimators.values()
    ]
    first = found.pairs[0].attributes
    assert first
    assert first.joint.attributes == ("a", "b", "d")
    tree = tree_divergence(p=x.labels, p_people=x.people, q=y.labels, q_people=y.people)
    assert cells["x", "y"].divergences["Chow–Liu tree"] != first.joint.tree.p_q
    assert cells["x", "y"].divergences["Chow–Liu tree"].value == tree.p_q.value


def test_only_what_is_there_is_compared() -> None:
    labels = compared(*(in_memory(name, labels=labeled({"a": [1, -1] * 6}, range(12))) for name in "xy"))
    assert (labels.pairs[0].embeddings, labels.matrix[0].frechet, labels.embedding) == (None, None, None)
    vectors = compared(*(in_memory(name, vectors=embedded(8, 2, seed=0)) for name in "xy"))
    assert (vectors.pairs[0].attributes, vectors.matrix[0].divergences, vectors.clusters) == (None, {}, None)
    assert vectors.matrix[0].different is None


def test_one_set_is_no_comparison_and_no_attribute_in_common_is_an_error() -> None:
    one = in_memory("x", labels=labeled({"a": [1, -1]}, range(2)))
    with pytest.raises(ValueError, match="1 sets, where two are needed"):
        compare_sets([one], labels="truth", embedding=None)
    with pytest.raises(FaceSetError, match="no attribute in common"):
        compared(one, in_memory("y", labels=labeled({"b": [1, -1]}, range(2))))


def test_sets_of_one_name_are_told_apart() -> None:
    same = SetDescription("images", None, None, None, 1, 1, 0)
    assert [one.name for one in distinguish_names([same, same])] == ["images (set 1)", "images (set 2)"]
    other = SetDescription("renders", None, None, None, 1, 1, 0)
    names = [one.name for one in distinguish_names([same, other, same])]
    assert names == ["images (set 1)", "renders", "images (set 3)"]
    real, made = (replace(same, kind=kind) for kind in ("real", "synthetic"))
    assert [one.name for one in distinguish_names([real, made])] == ["images (real)", "images (synthetic)"]


def test_a_set_is_loaded_with_the_rows_of_what_is_there(make_set: MakeSet) -> None:
    faceset = annotate(make_set({"ann": 2, "bob": 3}), {"Male": [1, None, -1, 0, None]})
    give(faceset, np.eye(5, 8, dtype=np.float32), drop=2)
    found = ComparedSet.load(faceset, labels="truth", embedding="net")
    assert found.people.labeled
    assert found.people.labeled.rows.tolist() == [0, 2, 3]
    assert found.embedded_rows is not None
    assert found.embedded_rows.tolist() == [0, 1, 2]
    assert (found.description.missing, len(found.people.people)) == (2, 5)
