import re
from dataclasses import replace

import numpy as np
import pytest
from tests.labels import annotate

from facegap.compare import LabeledSet, compare_attributes
from facegap.faceset import FaceSet
from facegap.report.comparison.attribute_faces import attribute_face_anchors, attribute_faces_section
from facegap.report.comparison.most_confident import AnnotatedSide

HOSTILE = "<i>$x$"


@pytest.fixture
def two_sets(make_set) -> list[AnnotatedSide]:  # type: ignore[no-untyped-def]
    """30 people each; one attribute differs, one is never positive in the first set, one has a hostile name."""
    sides = []
    for name, share in (("real", 0.0), ("synthetic", 0.5)):
        faceset: FaceSet = make_set({f"p{n}": 1 for n in range(30)}, name=name, shard_rows=8)
        yes = np.arange(30) < 30 * share
        labels = {"Smiling": np.where(yes, 1, -1).tolist(), HOSTILE: [1, -1, 0] * 10}
        scores = {"Smiling_score": np.where(yes, 0.9, 0.2).tolist(), f"{HOSTILE}_score": [0.8, 0.2, 0.55] * 10}
        annotate(faceset, labels, layer="attributes/net", numbers=scores)
        sides.append(AnnotatedSide(name, faceset, LabeledSet.load(faceset, "attributes/net")))
    return sides


def strips(panel: str) -> list[tuple[str, int]]:
    """The label of each row of faces, and how many there are in it."""
    rows = panel.split('<div class="faces">')[1:]
    return [(re.findall(r"<span>(\w+)</span>", row)[0], row.count("<img")) for row in rows]


def test_every_attribute_has_faces_of_both_sets(two_sets: list[AnnotatedSide]) -> None:
    real, synthetic = two_sets
    found = compare_attributes(real=real.labeled, synthetic=synthetic.labeled)
    anchors = attribute_face_anchors(found)
    assert list(anchors) == [attribute.name for attribute, _ in found.ranked()] == ["Smiling", HOSTILE]
    section = attribute_faces_section(found, real=real, synthetic=synthetic)
    panels = section.body.split('<div class="panel"')[1:]
    assert [re.findall(r'^ id="([\w-]+)"', panel)[0] for panel in panels] == list(anchors.values())
    assert strips(panels[0]) == [("yes", 0), ("no", 3), ("borderline", 3), ("yes", 6), ("no", 3), ("borderline", 3)]
    assert strips(panels[1]) == [("yes", 6), ("no", 3), ("borderline", 3)] * 2
    assert "no image" in panels[0]
    assert "yes on 0.0 %" in panels[0]
    assert "yes on 50.0 %" in panels[0]
    assert panels[1].count('href="#closed"') == 2
    assert HOSTILE not in section.body
    # A place to go back and forth, and one to begin from.
    assert panels[0].count(f'href="#{anchors[HOSTILE]}"') == 1
    assert section.body.partition('<div class="panel"')[0].count('<a href="#faces-') == 2
    assert "score 0.550" in panels[1]


def test_labels_without_scores_are_drawn_at_random(two_sets: list[AnnotatedSide]) -> None:
    real, synthetic = (side._replace(labeled=replace(side.labeled, scores=None)) for side in two_sets)
    found = compare_attributes(real=real.labeled, synthetic=synthetic.labeled)
    section = attribute_faces_section(found, real=real, synthetic=synthetic)
    panels = section.body.split('<div class="panel"')[1:]
    assert strips(panels[1]) == [("yes", 6), ("no", 3), ("undefined", 3)] * 2
    assert "drawn at random" in section.body
    assert "score" not in section.body.replace("come without scores", "")
