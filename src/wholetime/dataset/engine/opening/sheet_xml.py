"""Looks into a workbook's XML for what the reader of values cannot see: formulas never calculated, errors, size."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from wholetime.dataset.engine.opening.bounded import MOST_BYTES
from wholetime.dataset.engine.opening.unreadable import UnreadableFile

MOST_CELLS = 50_000_000
"""Rows times columns of a sheet. The reader lays a sheet out whole, so one stray far cell would fill the memory."""

DIGITS = 9
"""Of a number in a workbook: nothing that is real has more."""

ROW = re.compile(rb"<(?:\w+:)?row\b")
CELL = re.compile(rb"<(?:\w+:)?c\b")
WITHOUT_ADDRESS = re.compile(rb"<(?:\w+:)?(?:c|row)(?=[\s/>])(?![^>]*\br\s*=)")
TEXT = re.compile(rb"<(?:\w+:)?si\b")
SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
NAMED = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d+)")


def sheet_parts(name: str, parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the sheet's title, in the workbook's order."""
    targets: dict[str, str] = {}
    for tag, attributes in _elements(name, parts.get("xl/_rels/workbook.xml.rels", b"<none/>")):
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = _absolute(attributes.get("Target", ""))
    sheets = [attributes for tag, attributes in _elements(name, parts["xl/workbook.xml"]) if tag == "sheet"]
    return {sheet.get("name", ""): targets.get(_relation(sheet), "") for sheet in sheets}


def check_cells(name: str, title: str, sheet: bytes, *, only_size: bool) -> None:
    """Refuse a sheet that is too large or, unless ``only_size``, has errors or formulas without a result."""
    if only_size:
        return _check_size(name, title, sheet)
    if b"f>" in sheet or b"<f" in sheet or b":f" in sheet or b't="e"' in sheet or b"t='e'" in sheet:
        _parse(name, sheet, _CellChecker(name, title))
    return None


def _check_size(name: str, title: str, sheet: bytes) -> None:
    found = set(re.findall(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d+)[\"']", sheet))
    rows = max((int(row[:DIGITS]) for _, row in found), default=0)
    columns = max((_column_number(letters.decode().upper()) for letters, _ in found), default=0)
    if WITHOUT_ADDRESS.search(sheet):  # such cells and rows follow the one before them
        rows += len(ROW.findall(sheet))
        columns += max(len(CELL.findall(row)) for row in ROW.split(sheet))
    if rows * columns > MOST_CELLS:
        reach = f"reaches to row {rows} and column {columns}"
        raise UnreadableFile(f"{name}: sheet {title!r} {reach}: delete the stray cells far from the table")


def check_texts(name: str, title: str, sheet: bytes, texts: bytes) -> None:
    """Refuse a sheet whose cells, each with its own copy of a shared text, would hold more than a file may."""
    lengths = [len(item) for item in TEXT.split(texts)[1:]]
    longest, cells = max(lengths, default=0), len(SHARED.findall(sheet))
    if longest * cells <= MOST_BYTES:
        return
    named = Counter(int(at[:DIGITS]) for at in NAMED.findall(sheet))
    held = sum(lengths[at] * times for at, times in named.items() if at < len(lengths))
    if held + longest * max(0, cells - named.total()) > MOST_BYTES:
        raise UnreadableFile(f"{name}: sheet {title!r} repeats a long text in very many cells: save the table as CSV")


def _column_number(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number


@dataclass(slots=True)
class _CellChecker:
    """Follows the cells of one sheet as the parser meets them."""

    name: str
    title: str
    cell: str = "?"
    kind: str = ""
    in_value: bool = False
    formula: bool = False
    value: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "c":
            self.cell, self.kind = attributes.get("r", "?"), attributes.get("t", "n")
            self.formula, self.value = False, ""
        elif local == "f":
            self.formula = True
        self.in_value = local == "v"

    def text(self, data: str) -> None:
        if self.in_value:
            self.value += data

    def end(self, tag: str) -> None:
        self.in_value = False
        if tag.rpartition(":")[2] == "c":
            self._judge()

    def _judge(self) -> None:
        where = f"{self.name}: cell {self.cell} of sheet {self.title!r}"
        if self.kind == "e":
            raise UnreadableFile(f"{where} holds the error {self.value or 'of a formula'}: correct it and save again")
        # A formula whose result is an empty text is saved as type "str" with an empty value.
        if self.formula and self.kind != "str" and not self.value.strip():
            message = "has a formula that was never calculated: open the workbook in Excel, let it calculate, save"
            raise UnreadableFile(f"{where} {message}")


@dataclass(slots=True)
class _Collector:
    found: list[tuple[str, dict[str, str]]]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.found.append((tag.rpartition(":")[2], attributes))

    def text(self, data: str) -> None:
        """Text between elements says nothing about the sheets."""

    def end(self, tag: str) -> None:
        """Nesting says nothing about the sheets."""


def _elements(name: str, xml: bytes) -> list[tuple[str, dict[str, str]]]:
    collector = _Collector([])
    _parse(name, xml, collector)
    return collector.found


def _parse(name: str, xml: bytes, handler: _CellChecker | _Collector) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"{name} is a damaged workbook: open it in Excel and save it again") from error


def _refuse_doctype(*_: object) -> None:
    """A workbook has no document type; one that does may be made to grow without end."""
    raise UnreadableFile("the workbook holds a document type declaration, which Excel never writes: save it again")


def _relation(sheet: dict[str, str]) -> str:
    return next((value for key, value in sheet.items() if key.rpartition(":")[2] == "id"), "")


def _absolute(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
