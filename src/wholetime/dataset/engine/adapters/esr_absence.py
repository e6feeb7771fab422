"""Sickness absence from the record system: WTE days lost by person, month and reason."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import RawTable, Reading
from wholetime.dataset.engine.employer_lists import PeopleList
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.mapping import Mapped, mapping_for
from wholetime.dataset.engine.mapping.occupations import staff_group

SOURCE = "esr_absence"
REQUIRED = ("month", "org", "employee_number", "occupation_code", "reason", "fte_days_lost")


def read(raw: RawTable) -> Reading:
    """Episodes of one person, month and reason are added up. An empty reason becomes ``Unknown``."""
    mapped = Mapped(raw, mapping_for(SOURCE, raw.layout, REQUIRED)).month()
    mapped.code("org", required=True).local("employee_number", required=True).local("occupation_code")
    mapped.text("reason", "national_insurance").number("fte_days_lost", most=31 * 5)
    good = mapped.good()
    good = good.with_columns(pl.col("reason").fill_null("Unknown"), staff_group=staff_group(good["occupation_code"]))
    person = ["month", "org", "employee_number", "reason"]
    others = [name for name in ("national_insurance", "staff_group") if name in good.columns]
    summed = good.group_by(person, maintain_order=True).agg(pl.col(others).first(), pl.col("fte_days_lost").sum())
    return mapped.reading(summed, Table.ABSENCE)


LIST = PeopleList(
    name=SOURCE,
    title="Sickness absence by person",
    publication="Absence list of the employer's record system",
    table=Table.ABSENCE,
    required=REQUIRED,
)
ADAPTERS = (LIST.adapter(read),)
