"""Leavers from the record system, each with the reason for leaving and the destination."""

from __future__ import annotations

from wholetime.dataset.engine.adapter import RawTable, Reading
from wholetime.dataset.engine.employer_lists import PeopleList
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.mapping import Mapped, mapping_for
from wholetime.dataset.engine.mapping.occupations import staff_group
from wholetime.dataset.engine.mapping.people import refuse_repeats

SOURCE = "esr_leavers"
REQUIRED = ("month", "org", "employee_number", "occupation_code", "reason", "destination")


def read(raw: RawTable) -> Reading:
    """One row for each person who left an organisation in a month. A reason that was not recorded stays null."""
    mapped = Mapped(raw, mapping_for(SOURCE, raw.layout, REQUIRED)).month()
    mapped.code("org", required=True).local("employee_number", required=True).local("occupation_code")
    mapped.text("reason", "destination", "national_insurance").number("fte", required=False, most=5)
    refuse_repeats(mapped, "employee_number", "month", "org")
    good = mapped.good()
    return mapped.reading(good.with_columns(staff_group=staff_group(good["occupation_code"])), Table.DEPARTURE)


LIST = PeopleList(
    name=SOURCE,
    title="Leavers by person",
    publication="Leavers list of the employer's record system",
    table=Table.DEPARTURE,
    required=REQUIRED,
)
ADAPTERS = (LIST.adapter(read),)
