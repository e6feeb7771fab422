"""Registered patients and WTE of GPs by local authority district, as healthyr adds practices up.

Its GPs include trainees and locums, and practices without a GP on the day are left out with their patients.
"""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.file_names import month_in
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import census, measured, observations
from wholetime.dataset.engine.sift import Sift
from wholetime.kernel.period import month

ASSEMBLED = month(2024, 3)
"""The month that healthyr's own recipe reads. Its patients are 1.005 times, its GPs 1.010 times the averages of the
financial year that ends then (medians of 292 districts), as a March would be."""

COLUMNS = ("total_patients", "total_gp_fte", "patients_per_gp")
NEAR = 0.001  # of a patient: the ratio is printed with some ten places


def recognise(layout: Layout) -> bool:
    return layout.has("ltla24_code", *COLUMNS)


def read(raw: RawTable) -> Reading:
    """Patients and GPs of each district at a month's end. A ratio that is not theirs is refused."""
    told = month_in(raw.layout.file_name)
    sift = Sift(raw.frame).code("org", "ltla24_code", r"E0[6789]\d{6}")
    for column in COLUMNS:
        sift.decimal(column, column)
    patients, gps, ratio = (sift.typed(column).cast(pl.Float64) for column in COLUMNS)
    sift.refuse("patients_per_gp", ((patients / gps - ratio).abs() > NEAR).fill_null(value=False), "is another ratio")
    day = pl.lit((told or ASSEMBLED).end)
    good = census(sift.good().with_columns(sector=pl.lit("general_practice"), day=day), "day")
    parts = [measured(good, "total_patients", "district_patients"), measured(good, "total_gp_fte", "district_gp_wte")]
    notes = () if told else (f"the file does not say its month: it was taken for {ASSEMBLED}, which its numbers fit",)
    return Reading(observations(parts), sift.refusals(), notes)


ADAPTERS = (
    Adapter(
        name="gp_district",
        title="Patients and GPs by district",
        publication="General Practice Workforce, NHS England, added up to districts in healthyr",
        licence="OGL v3 (data); MIT (package)",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        cadence_days=366,
    ),
)
