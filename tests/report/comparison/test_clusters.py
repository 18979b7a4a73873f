import re
from dataclasses import replace

import numpy as np
import pytest
from tests.compare.clusters.planted import planted
from tests.labels import labeled
from tests.report.drawn import axes_of, words

from facegap.compare.clusters import Clustering, cluster_annotations
from facegap.report.comparison.clusters import cluster_rows, clusters_section
from facegap.report.figures.rows.bars import Bars
from facegap.report.page.images import Example

HOSTILE = "<b>$x$</b>"


@pytest.fixture(scope="module")
def found() -> Clustering:
    """Three clusters; the second set, of a hostile name, keeps to two of them."""
    sets = [planted(masses, people=40, seed=0, attributes=16) for masses in ((0.3, 0.4, 0.3), (0.5, 0.5, 0.0))]
    hostile = [replace(one, attributes=(HOSTILE, *one.attributes[1:])) for one in sets]
    return cluster_annotations(hostile, names=["real", HOSTILE])


def gallery_section(found: Clustering) -> dict[tuple[str, int], Example]:
    pixels = np.zeros((4, 4, 3), dtype=np.uint8)
    return {
        (name, row): Example(f"{name}-{row}", None, pixels)
        for name, rows in cluster_rows(found).items()
        for row in rows
    }


def test_clusters_are_shown_with_their_sets_and_faces(found: Clustering) -> None:
    pictures = gallery_section(found)
    section = clusters_section(found, pictures)
    assert "3 is the largest number of clusters that is stable" in section.body
    assert "almost only real" in section.body
    assert HOSTILE not in section.body
    assert "&lt;b&gt;$x$&lt;/b&gt;" in section.body
    shown = set(re.findall(r'alt="([^"]*)"', section.body))
    assert shown == {example.image_id.replace("<", "&lt;").replace(">", "&gt;") for example in pictures.values()}
    (figure,) = section.figures
    assert isinstance(figure, Bars)
    assert {link[1:] for link in figure.links} == set(re.findall(r'<h3 id="([^"]*)"', section.body))
    assert {"real", HOSTILE} <= set(words(figure))
    widths = [bar.get_width() for bar in axes_of(figure)[0].patches]
    assert widths[:3] == [cluster.occupancy.shares[0].value for cluster in found.clusters]


def test_pictures_that_are_missing_are_not_shown(found: Clustering) -> None:
    assert "<img" not in clusters_section(found, {}).body


def test_clusters_of_answers_that_are_not_validated_are_no_kinds_of_faces(found: Clustering) -> None:
    body = clusters_section(found, {}, doubted=["a1", "a2"]).body
    assert "For 2 of these the annotator isn't validated" in body
    assert "shows fewer kinds of faces" not in body
    assert body.lstrip().startswith('<div class="unvalidated">')
    assert body.count("<div") == body.count("</div>")


def test_one_set_and_one_cluster() -> None:
    constant = labeled({"a": [1] * 12}, range(12))
    section = clusters_section(cluster_annotations([constant], names=["a"]), {})
    assert "all images are in one cluster" in section.body
    assert section.figures == ()
    assert "Noise floor" not in section.body


def test_clusters_that_are_not_found_again_are_doubted() -> None:
    rng = np.random.default_rng(0)
    ten = labeled({name: rng.choice([-1, 1], 10).tolist() for name in "abcde"}, range(10))
    section = clusters_section(cluster_annotations([ten], names=["a"]), {})
    assert "No number of clusters is stable" in section.body
