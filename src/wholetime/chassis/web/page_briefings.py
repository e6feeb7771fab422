"""A page as a workbook, a Word briefing or a PDF briefing: the same figures, tables, charts and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from wholetime.chassis.engine.exports import Briefing, Sheet, pdf, word, workbook
from wholetime.chassis.engine.exports import Section as Chapter
from wholetime.chassis.engine.exports.briefing import Block
from wholetime.chassis.engine.tables import Column, Table
from wholetime.chassis.engine.wording import coverage_text, period_text, phrase
from wholetime.chassis.web.page import Beside, Page, Section, Tile
from wholetime.chassis.web.sources import attribution
from wholetime.kernel.figure import Figure

LONGEST = 60
"""Rows of a table that a printed page can take; the workbook has them all."""


def briefing(page: Page, on: date) -> Briefing:
    chapters = tuple(Chapter(section.heading, _blocks(section)) for section in page.sections)
    return Briefing(page.title, page.lead, on, chapters, tuple(attribution(page.figures)))


def _blocks(section: Section) -> tuple[Block, ...]:
    blocks: list[Block] = [section.said] if section.said else []
    if section.tiles:
        blocks.append(tuple(_titled(tile) for tile in section.tiles))
    if section.beside:
        blocks.append(side_by_side(section.beside))
    blocks += section.charts
    for table in section.tables:
        blocks += _shortened(table)
    blocks += section.notes
    if section.empty:
        blocks.append(f"{section.empty.heading}. {section.empty.text}")
    return tuple(blocks)


def _titled(tile: Tile) -> Figure:
    """The figure under the name that the page gives it: ``WTE, NHS trusts``."""
    return replace(tile.figure, definition=replace(tile.figure.definition, title=tile.title))


def side_by_side(beside: Beside) -> Table:
    """A row a figure and a column an area; values in words, because units differ from row to row."""
    names = (Column(f"area{number}", name) for number, (name, _) in enumerate(beside.areas))
    columns = (Column("figure", "Figure"), Column("period", "Period"), *names)
    rows = tuple(
        (label, period_text(figures[0].period), *(phrase(figure) for figure in figures))
        for label, figures in beside.rows
    )
    return Table(beside.caption, columns, rows)


def _shortened(table: Table) -> list[Block]:
    if len(table.rows) <= LONGEST:
        return [table]
    short = Table(table.caption, table.columns, table.rows[:LONGEST], source=table.source)
    return [short, f"The first {LONGEST} of {len(table.rows)} rows; the Excel workbook has them all."]


def sheets(page: Page) -> tuple[Sheet, ...]:
    """The headline figures first, then each table; a chart's table carries its title."""
    tiles = [tile for section in page.sections for tile in section.tiles]
    besides = [side_by_side(section.beside) for section in page.sections if section.beside]
    tables = [*([_headlines(tiles)] if tiles else []), *besides, *page.tables()]
    behind = _one_of_each(page.figures)
    return tuple(Sheet(table.caption, table, () if number else behind) for number, table in enumerate(tables))


def _one_of_each(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure for each definition, period and set of sources: enough to list where everything comes from."""
    return tuple({(one.definition.name, one.period, one.sources): one for one in figures if one.sources}.values())


def _headlines(tiles: list[Tile]) -> Table:
    columns = (
        Column("name", "Figure"),
        Column("value", "Value"),
        Column("period", "Period"),
        Column("beside", "Beside"),
        Column("coverage", "Who reported"),
    )
    rows = tuple(
        (
            tile.title,
            phrase(tile.figure),
            period_text(tile.figure.period),
            tile.change,
            coverage_text(tile.figure) or "",
        )
        for tile in tiles
    )
    return Table("Headlines", columns, rows)


def rendered(page: Page, kind: str, on: date) -> tuple[bytes, str]:
    """The bytes and media type of the page as ``xlsx``, ``docx`` or ``pdf``."""
    if kind == "xlsx":
        return workbook(sheets(page), page.title, on, attribution(page.figures)), f"{OFFICE}.spreadsheetml.sheet"
    if kind == "docx":
        return word(briefing(page, on)), f"{OFFICE}.wordprocessingml.document"
    return pdf(briefing(page, on)), "application/pdf"


OFFICE = "application/vnd.openxmlformats-officedocument"
