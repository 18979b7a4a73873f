from facegap.base.suggestions import check_names
from facegap.render.description.person import ANCESTRIES, HAIR_FAMILIES, IRIS_COLORS
from facegap.render.head.shape import shape_parameters
from facegap.render.recipes.ancestries import Ancestries
from facegap.render.tables.face_shapes import FORMS, TRAITS
from facegap.render.tables.palettes import hair_color, iris_colors


def test_ancestries_are_complete_and_of_known_shape_parameters() -> None:
    ancestries = Ancestries()
    assert set(Ancestries.model_fields) == set(ANCESTRIES) - {"mixed"}
    for name in Ancestries.model_fields:
        check_names(ancestries.of(name).shape, shape_parameters(), "shape parameter")


def test_a_recipe_changes_single_keys_of_an_ancestry() -> None:
    shipped = Ancestries().asian
    changed = Ancestries.from_dict({"asian": {"freckled": 0.5}}, where="a recipe").asian
    assert changed.model_dump() == {**shipped.model_dump(), "freckled": 0.5}


def test_traits_and_forms_are_of_known_shape_parameters() -> None:
    for direction in (*TRAITS.values(), *FORMS.values()):
        check_names(direction, shape_parameters(), "shape parameter")


def test_every_family_and_iris_has_its_colors() -> None:
    for family in HAIR_FAMILIES:
        assert sum(hair_color(family, 0.0)) < sum(hair_color(family, 1.0))
    for color in IRIS_COLORS:
        inner, outer = iris_colors(color, 0.5)
        assert sum(outer) < sum(inner)
