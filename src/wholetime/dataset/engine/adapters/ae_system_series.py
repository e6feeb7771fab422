"""A&E by integrated care board and month: the publication's totals of systems, in a series that others assembled."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.mapping.reference import code_list
from wholetime.dataset.engine.shaping import measured, month_period, observations
from wholetime.dataset.engine.sift import Sift

MEASURES = {
    "total_attendances": "system_attendances",
    "attendances_over_4hours": "system_attendances_over_4_hours",
    "total_emergency_admissions": "system_emergency_admissions",
    "emergency_admissions_over_4hours": "system_admission_waits_over_4_hours",
}


def recognise(layout: Layout) -> bool:
    return layout.has("icb22_code", "date", *MEASURES)


def read(raw: RawTable) -> Reading:
    """Attendances, waits and admissions of each system. More waits than attendances or admissions are refused."""
    sift = Sift(raw.frame).month_end("month", "date", ("%B %Y",))
    sift.category("org", "icb22_code", code_list("integrated_care_boards"), "code of an integrated care board")
    for column in MEASURES:
        sift.decimal(column, column, missing=("NA",))
    for whole, part in (tuple(MEASURES)[:2], tuple(MEASURES)[2:]):
        more = (sift.typed(part) > sift.typed(whole)).fill_null(value=False)
        sift.refuse(part, more, f"is more than {whole}")
    good = month_period(sift.good()).with_columns(sector=pl.lit("other_nhs"))
    return Reading(observations([measured(good, column, name) for column, name in MEASURES.items()]), sift.refusals())


ADAPTERS = (
    Adapter(
        name="ae_system_series",
        title="A&E attendances by integrated care board, long series",
        publication="A&E Attendances and Emergency Admissions, NHS England, as assembled in healthyr",
        licence="OGL v3 (data); MIT (package)",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
    ),
)
