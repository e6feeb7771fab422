"""PDF briefings through Typst: tagged for screen readers (PDF/UA-1), in British English."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from wholetime.chassis.engine.charts.chart import Chart
from wholetime.chassis.engine.charts.drawing import render_svg
from wholetime.chassis.engine.exports.briefing import SYNTHETIC_WARNING, Block, Briefing
from wholetime.chassis.engine.exports.notes import marks, note_text, numbered
from wholetime.chassis.engine.tables import Table, cell_text
from wholetime.chassis.engine.wording import day_text, period_text, phrase
from wholetime.kernel.figure import Figure, Source

LAYOUT = Path(__file__).with_name("briefing.typ")


def pdf(briefing: Briefing) -> bytes:
    """The document's bytes. All content goes in as data, so that no text in it can be taken for markup."""
    charts: dict[str, bytes] = {}
    content = _content(briefing, charts)
    files: Any = {"main": LAYOUT.read_bytes(), "briefing.json": json.dumps(content).encode(), **charts}
    try:
        return bytes(typst.compile(files, format="pdf", pdf_standards=["ua-1"]))
    except typst.TypstError as error:
        # A letter that no font here can draw is the one fault content can bring; the tags remain, the promise goes.
        if "could not be displayed" not in str(error):
            raise
        return bytes(typst.compile(files, format="pdf"))


def _content(briefing: Briefing, charts: dict[str, bytes]) -> dict[str, Any]:
    numbers = numbered(briefing.figures)
    return {
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "day": day_text(briefing.on),
        "date": [briefing.on.year, briefing.on.month, briefing.on.day],
        "warning": SYNTHETIC_WARNING if briefing.synthetic else None,
        "sections": [
            {"heading": section.heading, "blocks": [_block(block, numbers, charts) for block in section.blocks]}
            for section in briefing.sections
        ],
        "sources": [f"[{number}] {note_text(source)}" for source, number in numbers.items()],
        "about": list(briefing.about),
    }


def _block(block: Block, numbers: dict[Source, int], charts: dict[str, bytes]) -> dict[str, Any]:
    if isinstance(block, str):
        return {"kind": "text", "text": block}
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        return _chart(block, charts)
    return _figures(block, numbers)


def _table(table: Table) -> dict[str, Any]:
    rows = [[cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    return {
        "kind": "table",
        "caption": table.caption,
        "titles": [column.title for column in table.columns],
        "right": [column.is_number for column in table.columns],
        "rows": rows,
        "source": table.source,
    }


def _figures(figures: Sequence[Figure], numbers: dict[Source, int]) -> dict[str, Any]:
    rows = [
        [figure.definition.title, f"{phrase(figure)} {marks(figure, numbers)}".strip(), period_text(figure.period)]
        for figure in figures
    ]
    titles = ["Figure", "Value", "Period"]
    return {"kind": "table", "caption": "", "titles": titles, "right": [False, True, False], "rows": rows, "source": ""}


def _chart(chart: Chart, charts: dict[str, bytes]) -> dict[str, Any]:
    name = f"chart{len(charts) + 1}.svg"
    charts[name] = render_svg(chart, page=False).encode()
    return {
        "kind": "chart",
        "file": name,
        "title": chart.title,
        "sentence": chart.sentence,
        "alt": f"{chart.title}. {chart.sentence}",
        "source": chart.source,
    }
