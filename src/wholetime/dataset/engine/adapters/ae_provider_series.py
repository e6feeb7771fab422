"""A&E by provider in two long series that others assembled: by type for 2016 to 2019, and in total from 2021."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, month_period, observations, rolled_up, trust_sector
from wholetime.dataset.engine.sift import Sift

TYPES = {"1": "Type 1", "2": "Type 2", "other": "Other"}
BY_TYPE = {
    "attendances": "attendances",
    "breaches": "attendances_over_4_hours",
    "admissions": "emergency_admissions_through_ae",
}
IN_TOTAL = {
    "total_attendances": "attendances",
    "attendances_over_4hours": "attendances_over_4_hours",
    "total_emergency_admissions": "emergency_admissions",
    "emergency_admissions_over_4hours": "admission_waits_over_4_hours",
}
WRONG_MONTHS = (date(2025, 2, 28), date(2025, 3, 31))
"""In these two months the series has other trusts' values against the trusts' codes."""


def recognise(layout: Layout) -> bool:
    return _is_by_type(layout) or layout.has("nhs_trust22_code", "date", *IN_TOTAL)


def read(raw: RawTable) -> Reading:
    """Attendances, waits and admissions by provider and month."""
    return _read_by_type(raw) if _is_by_type(raw.layout) else _read_in_total(raw)


def _is_by_type(layout: Layout) -> bool:
    return layout.has("period", "org_code", "type", *BY_TYPE)


def _read_by_type(raw: RawTable) -> Reading:
    sift = Sift(raw.frame).month_end("month", "period").code("org", "org_code")
    sift.category("detail", "type", TYPES, "type of A&E department")
    for column in BY_TYPE:
        sift.integer(column, column)
    good = month_period(sift.good()).with_columns(trust_sector())
    long = pl.concat([measured(good, column, measure) for column, measure in BY_TYPE.items()])
    return Reading(observations([long, rolled_up(long, ())]), sift.refusals())


def _read_in_total(raw: RawTable) -> Reading:
    sift = Sift(raw.frame).month_end("month", "date", ("%B %Y",)).code("org", "nhs_trust22_code")
    for column in IN_TOTAL:
        sift.decimal(column, column, missing=("NA",))
    good = sift.good()
    kept = month_period(good.filter(~pl.col("month").is_in(WRONG_MONTHS))).with_columns(trust_sector())
    dropped = good.height - kept.height
    notes = (
        (f"{counted(dropped, 'row')} of February and March 2025, with values against the wrong trusts",)
        if dropped
        else ()
    )
    return Reading(
        observations([measured(kept, column, name) for column, name in IN_TOTAL.items()]), sift.refusals(), notes
    )


ADAPTERS = (
    Adapter(
        name="ae_provider_series",
        title="A&E attendances by provider, long series",
        publication="A&E Attendances and Emergency Admissions, NHS England, as assembled in NHSRdatasets and healthyr",
        licence="OGL v3 (data); CC0 and MIT (packages)",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        rank=10,
    ),
)
