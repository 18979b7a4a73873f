import re

import numpy as np

from facegap.report.page.images import Example
from facegap.report.page.picks import Pick, Strip
from facegap.report.page.section import fill_template
from facegap.report.page.shared_pictures import share_pictures

HOSTILE = '"><script>x</script>'
NAN = float("nan")


def example(value: int, name: str = "a/1", identity: str | None = None) -> Example:
    return Example(name, identity, np.full((8, 8, 3), value, dtype=np.uint8))


def filled(*grids: tuple[str, list[Example]]) -> str:
    return fill_template("comparison/examples.html", grids=grids)


def test_a_face_can_be_opened_and_closed_without_scripts_and_by_keys() -> None:
    html = filled((HOSTILE, [example(9, HOSTILE, "ann")]))
    assert "<script" not in html
    face = re.search(r'<details class="face" name="face"><summary>(.*?)</summary></details>', html, re.DOTALL)
    assert face
    assert face[1].count("data:image/webp;base64,") == 1
    said = re.sub("<[^>]*>", "|", face[1].partition('class="about">')[2])
    name = "&#34;&gt;&lt;script&gt;x&lt;/script&gt;"
    assert [line for line in said.split("|") if line] == [name, "identity ann", name, "Close ×"]


def test_what_is_said_of_a_face() -> None:
    strip = Strip("yes", "Smiling", ())
    assert strip.said(Pick(0, 1, 0.98765, 0.5)) == ("Smiling: yes", "score 0.988, reliability 0.500")
    assert strip.said(Pick(0, -1, 0.1, NAN)) == ("Smiling: no", "score 0.100")
    assert strip.said(Pick(0, 0, NAN, NAN)) == ("Smiling: undefined",)


def test_a_picture_in_several_places_is_held_once() -> None:
    once, twice = example(10), example(200)
    body = filled(("P", [once, twice]), ("Q", [twice]))
    page = f"<html><head></head><body>{body}</body></html>"
    shared = share_pictures(page)
    assert page.count(twice.data_uri) == 2
    assert shared.count(twice.data_uri) == 1
    assert shared.count(once.data_uri) == 1
    assert f".p0{{background-image:url({twice.data_uri})}}" in shared.partition("</head>")[0]
    assert shared.count('<img class="p0" src="data:image/gif;base64,') == 2
    assert shared.count("<img ") == page.count("<img ") == 3
    assert share_pictures("<head></head><p>none</p>") == "<head></head><p>none</p>"
