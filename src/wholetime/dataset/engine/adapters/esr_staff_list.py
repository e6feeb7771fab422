"""Staff list of the Electronic Staff Record or its successor: one row for each assignment at a month end.

Which heading is which column is not in here: it is in reference/mappings/esr_staff_list_<version>.yaml.
"""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import RawTable, Reading
from wholetime.dataset.engine.employer_lists import PeopleList
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.mapping import Mapped, mapping_for
from wholetime.dataset.engine.mapping.occupations import staff_group
from wholetime.dataset.engine.mapping.people import age, no_insurance_note, refuse_repeats

SOURCE = "esr_staff_list"
REQUIRED = (
    "month",
    "org",
    "employee_number",
    "assignment_number",
    "occupation_code",
    "fte",
    "contract",
    "date_of_birth",
)


def read(raw: RawTable) -> Reading:
    """Assignments and the identities behind them. Age is worked out at the month end."""
    mapped = Mapped(raw, mapping_for(SOURCE, raw.layout, REQUIRED)).month()
    mapped.code("org", required=True).local("employee_number", "assignment_number", required=True)
    mapped.number("fte", most=5).coded("contract", required=True).coded("sex", "ethnicity")
    mapped.code("place").local("occupation_code", "team")
    mapped.text(
        "national_insurance", "first_name", "last_name", "email", "nationality", "job_role", "area_of_work", "band"
    )
    mapped.dates("date_of_birth", "started", "registered_until")
    refuse_repeats(mapped, "assignment_number", "month", "org")
    good = mapped.good()
    good = good.with_columns(
        staff_group(good["occupation_code"]).alias("staff_group"), age(), estimated=pl.lit(value=False)
    )
    if "started" in good.columns:
        good = good.with_columns(pl.col("started").dt.month_start())
    return mapped.reading(good, Table.ASSIGNMENT, no_insurance_note(good))


LIST = PeopleList(
    name=SOURCE,
    title="Staff list",
    publication="Staff list of the employer's record system",
    table=Table.ASSIGNMENT,
    required=REQUIRED,
)
ADAPTERS = (LIST.adapter(read),)
