"""General, acute and critical care beds by trust, monthly averages of the daily situation reports."""

from __future__ import annotations

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, month_period, observations, trust_sector
from wholetime.dataset.engine.sift import Sift

GENERAL = ("general_acute_beds_available", "general_acute_beds_occupied")
KINDS = {
    "Adult general and acute": ("adult_general_acute_beds_available", "adult_general_acute_beds_occupied"),
    "Paediatric general and acute": (
        "paediatric_general_acute_beds_available",
        "paediatric_general_acute_beds_occupied",
    ),
    "Adult critical care": ("adult_critical_care_beds_available", "adult_critical_care_beds_occupied"),
    "Paediatric intensive care": (
        "paediatric_intensive_cared_beds_available",
        "paediatric_intensive_cared_beds_occupied",
    ),
    "Neonatal intensive care": ("neonatal_intensive_care_bed_available", "neonatal_intensive_care_bed_occupied"),
}
MEASURES = ("beds_available", "beds_occupied")
GENERAL_MEASURES = ("general_acute_beds_available", "general_acute_beds_occupied")


def recognise(layout: Layout) -> bool:
    return layout.has("nhs_trust22_code", "date", *GENERAL, *(column for pair in KINDS.values() for column in pair))


def read(raw: RawTable) -> Reading:
    """Beds available and occupied by kind, and all general and acute beds as measures of their own.

    Published occupancy rates are left out: they follow from the beds. Kinds may differ by one from the published
    sum of general and acute beds, because each is a rounded average.
    """
    sift = Sift(raw.frame).month_end("month", "date", ("%B %Y",)).code("org", "nhs_trust22_code")
    for column in (*GENERAL, *(column for pair in KINDS.values() for column in pair)):
        sift.decimal(column, column, missing=("NA",))
    good = month_period(sift.good()).with_columns(trust_sector())
    kinds = [
        measured(good, column, measure, detail=kind)
        for kind, pair in KINDS.items()
        for column, measure in zip(pair, MEASURES, strict=True)
    ]
    general = [measured(good, column, measure) for column, measure in zip(GENERAL, GENERAL_MEASURES, strict=True)]
    return Reading(observations([*kinds, *general]), sift.refusals())


ADAPTERS = (
    Adapter(
        name="beds_trust",
        title="Hospital beds by trust",
        publication="Urgent and Emergency Care Daily Situation Reports, monthly, NHS England, as assembled in healthyr",
        licence="OGL v3 (data); MIT (package)",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
    ),
)
