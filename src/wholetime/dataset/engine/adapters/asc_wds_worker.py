"""Worker export of the Adult Social Care Workforce Data Set: one row for each worker of a workplace."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import RawTable, Reading
from wholetime.dataset.engine.employer_lists import PeopleList
from wholetime.dataset.engine.frames import DECIMAL, Table
from wholetime.dataset.engine.mapping import Mapped, mapping_for
from wholetime.dataset.engine.mapping.people import age, no_insurance_note, refuse_repeats
from wholetime.dataset.engine.mapping.reference import code_list

SOURCE = "asc_wds_worker"
REQUIRED = ("month", "org", "employee_number", "occupation_code", "contract", "hours")


def read(raw: RawTable) -> Reading:
    """Workers as assignments: WTE is contracted hours over the working week that the mapping file states.

    An employee on no guaranteed hours has 0 contracted hours and so adds headcount and no WTE.
    """
    mapped = Mapped(raw, mapping_for(SOURCE, raw.layout, REQUIRED)).month()
    mapped.code("org", required=True).local("employee_number", required=True)
    mapped.sift.category(
        "job_role", mapped.mapping.headings["occupation_code"], code_list("asc_wds_main_job_role"), "main job role code"
    )
    mapped.text("occupation_code", required=True).coded("contract", required=True).coded("sex", "ethnicity")
    mapped.number("hours", most=168).text("national_insurance", "nationality").dates("date_of_birth", "started")
    refuse_repeats(mapped, "employee_number", "month", "org")
    good = _worked(mapped.good(), mapped.mapping.full_time_hours or 37)
    return mapped.reading(good, Table.ASSIGNMENT, no_insurance_note(good))


def _worked(good: pl.DataFrame, week: float) -> pl.DataFrame:
    group = pl.col("occupation_code").replace_strict(code_list("asc_wds_staff_group"), return_dtype=pl.String)
    born = pl.col("date_of_birth") if "date_of_birth" in good.columns else pl.lit(None, pl.Date)
    named = good.with_columns(
        group.alias("staff_group"),
        born.alias("date_of_birth"),
        assignment_number=pl.col("employee_number"),
        fte=(pl.col("hours").cast(pl.Float64) / week).round(6).cast(DECIMAL),
        estimated=pl.lit(value=False),
    )
    started = pl.col("started").dt.month_start() if "started" in good.columns else pl.lit(None, pl.Date)
    return named.with_columns(age(), started.alias("started"))


LIST = PeopleList(
    name=SOURCE,
    title="Adult social care workers",
    publication="Adult Social Care Workforce Data Set, worker records of the workplace, Skills for Care",
    table=Table.ASSIGNMENT,
    required=REQUIRED,
)
ADAPTERS = (LIST.adapter(read),)
