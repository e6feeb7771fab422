"""What scenarios cost beside things as they are, at prices that nobody has checked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.chassis.web.page import Section
from wholetime.forecast.engine.run.workbench import Beside
from wholetime.forecast.web.presenters.beside import titled

SAID = (
    "Training places, recruits, and what keeps staff, adds hours or releases time, beside things as they are; below "
    "nought is less. Prices are starting points that nobody has checked."
)
WITHOUT = "Costs are those of the levers, without the pay of those who join or what is saved on agency staff."


def costs_section(found: Sequence[Beside], source: str) -> Section:
    """``found`` are the scenarios that change something; each is a column, each year a row, and the last row all."""
    columns = (
        Column("year", "Year to"),
        *(Column(f"s{n}", f"{titled(one)}, £", Kind.NUMBER) for n, one in enumerate(found)),
    )
    days = found[0].supply.at[1:]
    rows: list[tuple[Cell, ...]] = [
        (str(day.year), *(one.cost.by_year[at] for one in found)) for at, day in enumerate(days)
    ]
    rows.append(("All years", *(sum(one.cost.by_year, Decimal(0)) for one in found)))
    table = Table("Cost by year", columns, tuple(rows), source=source)
    return Section("What it costs", SAID, tables=(table,), notes=(WITHOUT, *_unpriced(found)))


def _unpriced(found: Sequence[Beside]) -> tuple[str, ...]:
    return tuple(
        f"{titled(one)}: nothing has a price for {_listed(one.cost.unpriced)}." for one in found if one.cost.unpriced
    )


def _listed(titles: Sequence[str]) -> str:
    return "; ".join(f"{title[:1].lower()}{title[1:]}" for title in titles)
