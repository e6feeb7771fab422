"""Who could retire, by which pension age, with the range that rounding and withheld ages leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholetime.chassis.engine.tables import Column, Table, figure_cell, figure_column
from wholetime.chassis.engine.wording import counted, number_text
from wholetime.chassis.web.page import Section, Tile
from wholetime.chassis.web.sources import source_line
from wholetime.insight.engine.pension_ages import Kind
from wholetime.insight.queries.retirement import Line, RetirementExposure
from wholetime.kernel.figure import Figure, Unit

KINDS = {Kind.EARLIEST: "Earliest age a pension may start", Kind.NORMAL: "Age at which it is paid in full"}
FIRST = 5
"""Years ahead that the headline speaks of, where the reference data has them."""


def retirement_sections(found: Sequence[RetirementExposure]) -> Iterator[Section]:
    """One section for real people and one for invented ones, where there are any with known ages."""
    for exposure in found:
        heading = "Who could retire (invented people)" if exposure.synthetic else "Who could retire"
        said = "Who could go, not who will: many work on for years past a pension age."
        yield Section(
            heading,
            said,
            tiles=tuple(_tiles(exposure)),
            tables=(_table(exposure),),
            notes=(*exposure.notes, *exposure.assumptions),
        )


def retirement_figures(found: Sequence[RetirementExposure]) -> tuple[Figure, ...]:
    return tuple(figure for one in found for line in one.lines for figure in (line.people.figure, line.share))


def _tiles(exposure: RetirementExposure) -> Iterator[Tile]:
    for kind in Kind:
        line = exposure.overall(FIRST, kind)
        if line is not None:
            yield Tile(line.share, f"{KINDS[kind]}, within {counted(FIRST, 'year')}", f"{_range(line)} people")


def _range(line: Line) -> str:
    low, high = number_text(line.people.low, 0), number_text(line.people.high, 0)
    return low if low == high else f"{low} to {high}"


def _table(exposure: RetirementExposure) -> Table:
    columns = (
        Column("age", "Pension age"),
        figure_column("years", "Within years", Unit.PEOPLE),
        figure_column("people", "People who could go", Unit.PEOPLE),
        Column("range", "Could be"),
        figure_column("share", "Share of those counted", Unit.PERCENT),
    )
    rows = tuple(
        (
            line.pension_age.title if line.pension_age else f"{KINDS[line.kind]}, whichever applies",
            line.years,
            figure_cell(line.people.figure),
            _range(line),
            figure_cell(line.share),
        )
        for line in exposure.lines
    )
    return Table("By pension age and years ahead", columns, rows, source=source_line(exposure.counted))
