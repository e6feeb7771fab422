"""Drawing: a chart becomes SVG for a page or a file, or PNG for a document. No browser and no network are used."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree

import altair as alt
import vl_convert

from wholetime.chassis.engine.charts.chart import Chart
from wholetime.chassis.engine.charts.palette import SURFACE, VARIABLES

SVG: Final = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)


def render_svg(chart: Chart, page: bool = True) -> str:
    """The chart as an SVG element.

    For a ``page`` its colours are the page's tokens, its size follows its box, and it holds no style attribute and
    no script, so that it may stand under a strict content security policy. Otherwise it is a file of its own.
    """
    return _drawn(_key(chart), chart.title, chart.sentence, page)


def render_png(chart: Chart, scale: float = 2.0) -> bytes:
    """The chart as PNG, on white, ``scale`` pixels to the point."""
    return _painted(_key(chart), scale)


def ready_to_draw() -> None:
    """Start the engine that draws, which takes a second and a half: better before somebody waits."""
    vl_convert.vegalite_to_svg({"$schema": alt.SCHEMA_URL, "data": {"values": []}, "mark": "point"})


def _key(chart: Chart) -> str:
    return json.dumps(chart.spec, sort_keys=True)


def _drawn(spec: str, title: str, sentence: str, page: bool) -> str:
    root = ElementTree.fromstring(vl_convert.vegalite_to_svg(spec))  # noqa: S314  our own drawing
    _describe(root, title, sentence)
    for element in root.iter():
        _clean(element, page)
    if page:
        _fit(root)
    return ElementTree.tostring(root, encoding="unicode")


@lru_cache(maxsize=64)
def _painted(spec: str, scale: float) -> bytes:
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale))


def _describe(root: ElementTree.Element, title: str, sentence: str) -> None:
    """The drawing is one image with a name and a description; its marks keep their own for the script to read."""
    root.set("role", "img")
    for name, text in (("desc", sentence), ("title", title)):
        element = ElementTree.Element(f"{{{SVG}}}{name}")
        element.text = text
        root.insert(0, element)
    root.set("aria-label", f"{title}. {sentence}")


def _clean(element: ElementTree.Element, page: bool) -> None:
    """Style attributes become plain, axes lose labels that repeat the table's, and colours become tokens."""
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if value:
            element.set(name.strip(), value.strip())
    if element.get("aria-roledescription") in ("axis", "legend", "group mark container"):
        for name in ("aria-label", "role", "aria-roledescription"):
            element.attrib.pop(name, None)
    if page:
        for name in ("fill", "stroke"):
            value = element.get(name, "")
            element.set(name, VARIABLES[value]) if value in VARIABLES else None


def _fit(root: ElementTree.Element) -> None:
    """The page decides the size, and shows its own surface behind."""
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    for element in list(root):
        if element.tag == f"{{{SVG}}}rect" and element.get("fill") == VARIABLES[SURFACE]:
            root.remove(element)
