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
_REFERRING = {_HREF, "clip-path"}
_ID = re.compile(r"(^#|^url\(#)([\w-]+)")
_LINK = f"{_SVG}a"
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
    for link in root.iter(_LINK):
        link.attrib.pop("target", None)  # which would open the page again
    for element in root.iter():
        _shorten(element)
        _hoist(element)
    for element in root.iter():
        for key in [key for key, value in element.attrib.items() if not value]:
            del element.attrib[key]
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    root.attrib |= {"role": "img", "aria-label": _FORBIDDEN.sub("", label), "font-family": _FONTS, "style": style}
    ET.register_namespace("", _SVG[1:-1])
    ET.register_namespace("xlink", _HREF[1:].partition("}")[0])
    return re.sub(r">\s+<", "><", ET.tostring(root, encoding="unicode"))


def _add_titles(group: ET.Element, texts: Sequence[str]) -> None:
    group.set("pointer-events", "all")  # shapes without color too
    defined = {id(shape) for definition in group.iter(f"{_SVG}defs") for shape in definition.iter()}
    shapes = [shape for shape in group.iter() if shape.tag in _SHAPES and id(shape) not in defined]
    for shape, text in zip(shapes, texts, strict=True):
        if text:
            ET.SubElement(shape, f"{_SVG}title").text = _FORBIDDEN.sub("", text)


def _rename(root: ET.Element, prefix: str) -> None:
    """Number the ids that something refers to, behind the prefix, and drop the others."""
    attributes = [element.attrib for element in root.iter() if element.tag != _LINK]  # which leads out of the drawing
    used = {name for one in attributes for key in _REFERRING for _, name in _ID.findall(one.get(key, ""))}
    names: dict[str, str] = {}
    for one in attributes:
        name = one.pop("id", "")
        if name in used:
            names[name] = one["id"] = f"{prefix}{len(names)}"
    for one in attributes:
        for key in _REFERRING & one.keys():
            one[key] = _ID.sub(lambda match: match[1] + names[match[2]], one[key])


def _shorten(element: ET.Element) -> None:
    """Numbers to a tenth of a pixel, and without what says nothing."""
    for key in ("d", "x", "y", "transform"):
        if key in element.attrib:
            text = _NUMBER.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), element.attrib[key].strip())
            element.set(key, re.sub(r"\s*([A-Za-z]|\s)\s*", r"\1", text) if key == "d" else text)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if "style" in element.attrib:
        element.set("style", ";".join(part for part in _style(element) if not part.startswith("font-family")))


def _hoist(group: ET.Element) -> None:
    """Say once of a group what is said of each of its shapes."""
    members = [member for member in group if member.tag in _SHAPES]
    if len(members) < 2 or len(members) < len(group):
        return
    shared = set.intersection(*(set(_style(member)) for member in members))
    group.set("style", ";".join([*_style(group), *sorted(shared)]))
    for member in members:
        member.set("style", ";".join(part for part in _style(member) if part not in shared))
    clips = {member.get("clip-path", "") for member in members}
    if len(clips) == 1 and "clip-path" not in group.attrib:
        group.set("clip-path", clips.pop())
        for member in members:
            member.attrib.pop("clip-path", None)


def _style(element: ET.Element) -> list[str]:
    return [part.strip().replace(": ", ":") for part in element.get("style", "").split(";") if part.strip()]
