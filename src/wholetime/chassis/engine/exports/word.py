"""Word briefings: real headings, real tables with header rows, and charts with a text alternative."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from wholetime.chassis.engine.charts.chart import Chart
from wholetime.chassis.engine.charts.drawing import render_png
from wholetime.chassis.engine.exports.briefing import SYNTHETIC_WARNING, Block, Briefing
from wholetime.chassis.engine.exports.notes import marks, note_text, numbered
from wholetime.chassis.engine.tables import Table, cell_text
from wholetime.chassis.engine.wording import day_text, period_text, phrase
from wholetime.kernel.figure import Figure, Source

INK = RGBColor(0x10, 0x34, 0x4C)
CHART_WIDTH = Cm(15.5)
NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def word(briefing: Briefing) -> bytes:
    """The document's bytes."""
    document = Document()
    numbers = numbered(briefing.figures)
    _dress(document, briefing)
    document.add_heading(_clean(briefing.title), 0)
    document.add_paragraph(_clean(f"{briefing.subtitle} · {day_text(briefing.on)}"))
    if briefing.synthetic:
        document.add_paragraph(SYNTHETIC_WARNING).runs[0].bold = True
    for section in briefing.sections:
        document.add_heading(_clean(section.heading), 1)
        for block in section.blocks:
            _add(document, block, numbers)
    _close(document, briefing, numbers)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _clean(text: str) -> str:
    """Without the characters XML cannot hold."""
    return text.translate(NOT_IN_XML)


def _dress(document: Any, briefing: Briefing) -> None:
    document.core_properties.title = _clean(briefing.title)[:255]
    document.core_properties.author = "wholetime"
    document.core_properties.language = "en-GB"
    document.core_properties.comments = ""
    made = datetime.combine(briefing.on, time(), UTC)
    document.core_properties.created = document.core_properties.modified = made
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    normal.element.get_or_add_rPr().append(_language())
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Arial", INK
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        del style.element.rPr.rFonts.attrib[qn("w:asciiTheme")]


def _language() -> Any:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), "en-GB")
    return element


def _add(document: Any, block: Block, numbers: dict[Source, int]) -> None:
    if isinstance(block, str):
        document.add_paragraph(_clean(block))
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Chart):
        _chart(document, block)
    else:
        _figures(document, block, numbers)


def _figures(document: Any, figures: Sequence[Figure], numbers: dict[Source, int]) -> None:
    rows = [
        (figure.definition.title, f"{phrase(figure)} {marks(figure, numbers)}".strip(), period_text(figure.period))
        for figure in figures
    ]
    _grid(document, ("Figure", "Value", "Period"), rows, right=(1,))


def _table(document: Any, table: Table) -> None:
    document.add_paragraph(_clean(table.caption), style="Caption")
    right = [at for at, column in enumerate(table.columns) if column.is_number]
    rows = [[cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    _grid(document, [column.title for column in table.columns], rows, right)
    _small(document, table.source)


def _grid(document: Any, titles: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> None:
    grid = document.add_table(rows=1 + len(rows), cols=len(titles), style="Light List Accent 1")
    mark = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  python-docx has no door to a repeated header row
    for line, texts in zip(grid.rows, [titles, *rows], strict=True):
        for at, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            cell.text = _clean(text)
            if at in right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _chart(document: Any, chart: Chart) -> None:
    document.add_heading(_clean(chart.title), 2)
    document.add_paragraph(_clean(chart.sentence))
    picture = document.add_picture(io.BytesIO(render_png(chart)), width=CHART_WIDTH)
    described = picture._inline.docPr  # noqa: SLF001  python-docx has no door to a text alternative
    described.set("descr", _clean(f"{chart.title}. {chart.sentence}"))
    described.set("title", _clean(chart.title))
    _small(document, chart.source)


def _small(document: Any, text: str) -> None:
    if text:
        document.add_paragraph().add_run(_clean(text)).font.size = Pt(8.5)


def _close(document: Any, briefing: Briefing, numbers: dict[Source, int]) -> None:
    if numbers:
        document.add_heading("Sources", 1)
        for source, number in numbers.items():
            _small(document, f"[{number}] {note_text(source)}")
    if briefing.about:
        document.add_heading("About this briefing", 1)
        for line in briefing.about:
            _small(document, line)
