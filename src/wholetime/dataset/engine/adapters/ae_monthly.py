"""A&E attendances and emergency admissions, the official monthly file: every provider, and a TOTAL row to check by."""

from __future__ import annotations

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, month_period, observations, rolled_up, trust_sector
from wholetime.dataset.engine.sift import Sift

COLUMNS = {
    "A&E attendances Type 1": ("attendances", "Type 1"),
    "A&E attendances Type 2": ("attendances", "Type 2"),
    "A&E attendances Other A&E Department": ("attendances", "Other"),
    "A&E attendances Booked Appointments Type 1": ("attendances", "Type 1, booked"),
    "A&E attendances Booked Appointments Type 2": ("attendances", "Type 2, booked"),
    "A&E attendances Booked Appointments Other Department": ("attendances", "Other, booked"),
    "Attendances over 4hrs Type 1": ("attendances_over_4_hours", "Type 1"),
    "Attendances over 4hrs Type 2": ("attendances_over_4_hours", "Type 2"),
    "Attendances over 4hrs Other Department": ("attendances_over_4_hours", "Other"),
    "Attendances over 4hrs Booked Appointments Type 1": ("attendances_over_4_hours", "Type 1, booked"),
    "Attendances over 4hrs Booked Appointments Type 2": ("attendances_over_4_hours", "Type 2, booked"),
    "Attendances over 4hrs Booked Appointments Other Department": ("attendances_over_4_hours", "Other, booked"),
    "Patients who have waited 4-12 hs from DTA to admission": ("admission_waits_over_4_hours", "4 to 12 hours"),
    "Patients who have waited 12+ hrs from DTA to admission": ("admission_waits_over_4_hours", "12 hours and over"),
    "Emergency admissions via A&E - Type 1": ("emergency_admissions", "Type 1"),
    "Emergency admissions via A&E - Type 2": ("emergency_admissions", "Type 2"),
    "Emergency admissions via A&E - Other A&E department": ("emergency_admissions", "Other"),
    "Other emergency admissions": ("emergency_admissions", "Not through A&E"),
}


def recognise(layout: Layout) -> bool:
    return layout.has("Period", "Org Code", *COLUMNS)


def read(raw: RawTable) -> Reading:
    """Attendances by type, booked ones included, waits and admissions.

    TOTAL rows, however spaced, are passed over when the providers add up to them and refused when they do not.
    """
    total = pl.col("Org Code").str.strip_chars().str.to_lowercase() == "total"
    is_total = raw.frame.select(total.fill_null(value=False)).to_series()
    frame = raw.frame.with_columns(pl.when(~is_total).then("Period").alias("Period"))
    sift = Sift(frame).month_end("month", "Period", ("%B-%Y",), extract=r"^MSitAE-(.+)$", required=False)
    sift.text("org", "Org Code")
    for column in COLUMNS:
        sift.integer(column, column)
    for column in COLUMNS:
        typed = sift.typed(column)
        sift.refuse(column, is_total & (typed != typed.filter(~is_total).sum()), "is not what the rows above add up to")
    sift.refuse("Period", ~is_total & raw.frame["Period"].str.strip_chars().fill_null("").eq(""), "is empty")
    good = sift.good()
    providers = month_period(good.filter(pl.col("month").is_not_null())).with_columns(trust_sector())
    passed = good.height - providers.height
    notes = (f"{counted(passed, 'TOTAL row')}, which the providers' rows add up to",) if passed else ()
    long = [measured(providers, column, measure, detail=detail) for column, (measure, detail) in COLUMNS.items()]
    return Reading(observations([*long, rolled_up(pl.concat(long), ())]), sift.refusals(), notes)


ADAPTERS = (
    Adapter(
        name="ae_monthly",
        title="A&E attendances and emergency admissions",
        publication="A&E Attendances and Emergency Admissions, monthly, NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        rank=30,
    ),
)
