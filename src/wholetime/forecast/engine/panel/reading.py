"""A panel from a CSV file, one row for each entity and time; whatever is wrong is said with its line."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from wholetime.forecast.engine.panel.calendar import UnknownTimeError, read_times
from wholetime.forecast.engine.panel.panel import Panel, UnusablePanelError, panel_of

# How publications write that there is no figure: empty, not available, and the marks of suppression.
_MISSING = {
    "",
    "na",
    "n/a",
    "#n/a",
    "nan",
    "null",
    "none",
    "-",
    "–",
    "..",
    ":",
    ".",
    "*",
    "c",
    "x",
    "z",
    "[c]",
    "[x]",
    "[z]",
}

type Row = tuple[int, str, str, float]


def read_panel(path: Path, entity: str, time: str, value: str) -> Panel:
    """Raises UnusablePanelError, in words and with the line where there is one."""
    rows = list(_rows(path, entity, time, value))
    if not rows:
        raise UnusablePanelError(f"{path.name} has no rows below its headings")
    _known_times(rows)
    _no_repeats(rows)
    return panel_of([row[1] for row in rows], [row[2] for row in rows], [row[3] for row in rows])


def _rows(path: Path, entity: str, time: str, value: str) -> Iterator[Row]:
    try:
        text = path.read_bytes()
    except OSError as fault:
        raise UnusablePanelError(f"{path} cannot be read: {fault.strerror}") from None
    reader = csv.reader(_decoded(text, path).splitlines(keepends=True), strict=True)
    try:
        headings = [heading.strip() for heading in next(reader, [])]
        at = [_column(headings, wanted, path) for wanted in (entity, time, value)]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(cells, at, reader.line_num, (entity, time, value))
    except csv.Error as fault:
        raise UnusablePanelError(f"line {reader.line_num}: {fault}") from None


def _decoded(text: bytes, path: Path) -> str:
    if b"\0" in text:
        raise UnusablePanelError(f"{path.name} is not a CSV file: it holds bytes of nought")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        return text.decode("cp1252", errors="replace")


def _column(headings: list[str], wanted: str, path: Path) -> int:
    if headings.count(wanted) != 1:
        trouble = "no column" if wanted not in headings else "more than one column"
        raise UnusablePanelError(
            f"{path.name} has {trouble} '{wanted}'; its columns are {', '.join(headings) or 'none'}"
        )
    return headings.index(wanted)


def _row(cells: list[str], at: list[int], line: int, names: tuple[str, str, str]) -> Row:
    if max(at) >= len(cells):
        raise UnusablePanelError(f"line {line}: there are {len(cells)} cells, too few for '{names[at.index(max(at))]}'")
    entity, time, value = (cells[position].strip() for position in at)
    for name, cell in zip(names, (entity, time), strict=False):
        if not cell:
            raise UnusablePanelError(f"line {line}: '{name}' is empty")
    return line, entity, time, _number(value, line, names[2])


def _number(text: str, line: int, name: str) -> float:
    if text.lower() in _MISSING:
        return math.nan
    plain = text.replace(",", "").replace("\u00a0", "").removesuffix("%").strip()
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in plain:
        raise UnusablePanelError(f"line {line}: '{text}' in '{name}' is not a number")
    return number


def _known_times(rows: list[Row]) -> None:
    try:
        read_times([row[2] for row in rows])
    except UnknownTimeError as stranger:
        line = next(row[0] for row in rows if row[2] == str(stranger))
        message = f"line {line}: the time '{stranger}' is not written as a time, or not as the others are"
        raise UnusablePanelError(message) from None


def _no_repeats(rows: list[Row]) -> None:
    """By position rather than by words: 2024-4 and 2024-04 are one month."""
    _, positions = read_times([row[2] for row in rows])
    seen: dict[tuple[str, int], int] = {}
    for (line, entity, time, _), position in zip(rows, positions, strict=True):
        before = seen.setdefault((entity, position), line)
        if before != line:
            raise UnusablePanelError(f"line {line}: '{entity}' already has a row for {time}, at line {before}")
