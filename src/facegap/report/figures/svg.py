"""SVG as matplotlib writes it, made fit for pages: many on one page, small, with texts under the pointer."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

HoverTexts = dict[str, Sequence[str]]
"""By the id of a group in the SVG, a text for each shape in it."""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SHAPES = (f"{_SVG}path", f"{_SVG}use")
_FONTS = "system-ui, -apple-system, 'Segoe UI', sans-serif"
_NUMBER = re.compile(r"-?\d+\.\d+")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML can't hold, in whatever names are drawn."""


def tidy(svg: str, *, prefix: str, hover_texts: Mapping[str, Sequence[str]], label: str, style: str) -> str:
    """The same drawing as an element of a page.

    Args:
        svg: a document that matplotlib wrote.
        prefix: of all ids, so that those of several drawings on a page differ.
        hover_texts: for groups of shapes, by id: what a browser shows under the pointer.
        label: what the drawing shows, for those who can't see it.
        style: of the element.

    Raises:
        ValueError: a group has more or fewer shapes than texts.
    """
    root = ET.fromstring(_FORBIDDEN.sub("", svg))
    for metadata in root.findall(f"{_SVG}metadata"):
        root.remove(metadata)
    for element in root.iter():
        if texts := hover_texts.get(element.get("id", "")):
            _add_titles(element, texts)
    _rename(root, prefix)
    for element in root.iter():
        _shorten(element)
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    root.attrib |= {"role": "img", "aria-label": label, "font-family": _FONTS, "style": style}
    ET.register_namespace("", _SVG[1:-1])
    text = ET.tostring(root, encoding="unicode")
    return re.sub(r">\s+<", "><", text.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', ""))


def _add_titles(group: ET.Element, texts: Sequence[str]) -> None:
    defined = {id(shape) for definition in group.iter(f"{_SVG}defs") for shape in definition.iter()}
    shapes = [shape for shape in group.iter() if shape.tag in _SHAPES and id(shape) not in defined]
    for shape, text in zip(shapes, texts, strict=True):
        ET.SubElement(shape, f"{_SVG}title").text = _FORBIDDEN.sub("", text)


def _rename(root: ET.Element, prefix: str) -> None:
    """Number the ids that something refers to, behind the prefix, and drop the others."""
    used = set(re.findall(r"#([\w-]+)", " ".join(value for element in root.iter() for value in element.attrib.values())))
    names = {
        name: f"{prefix}{number}"
        for number, name in enumerate(element.get("id", "") for element in root.iter() if element.get("id") in used)
    }
    for element in root.iter():
        element.attrib.pop("id", None) if element.get("id") not in names else element.set("id", names[element.attrib["id"]])
        if _HREF in element.attrib:
            element.set("href", "#" + names[element.attrib.pop(_HREF)[1:]])
        if "clip-path" in element.attrib:
            element.set("clip-path", f"url(#{names[element.attrib['clip-path'][5:-1]]})")


def _shorten(element: ET.Element) -> None:
    """Numbers to a hundredth of a pixel, and without what says nothing."""
    for key in ("d", "x", "y", "transform"):
        if key in element.attrib:
            text = _NUMBER.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), element.attrib[key])
            element.set(key, re.sub(r"\s+", " ", text).strip())
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if "style" in element.attrib:
        parts = [part.strip() for part in element.attrib["style"].split(";")]
        kept = ";".join(part.replace(": ", ":") for part in parts if part and not part.startswith("font-family"))
        element.set("style", kept)
