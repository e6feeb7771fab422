"""NHS sickness absence by organisation, monthly: WTE days lost, WTE days available and the published rate."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, month_period, observations
from wholetime.dataset.engine.sift import Sift

MEASURES = {
    "FTE_DAYS_LOST": "fte_days_lost",
    "FTE_DAYS_AVAILABLE": "fte_days_available",
    "SICKNESS_ABSENCE_RATE_PERCENT": "published_sickness_rate",
}
TRUSTS = ("Acute", "Mental Health", "Community Provider Trust", "Ambulance")
HALF_A_DIGIT = 0.0051
"""The published rate has two decimals, so it may differ from the division by half of the last one."""


def recognise(layout: Layout) -> bool:
    return layout.has("DATE", "ORG_CODE", *MEASURES)


def read(raw: RawTable) -> Reading:
    """Three measures for each organisation and month; a rate that its own days contradict is refused."""
    sift = Sift(raw.frame).month_end("month", "DATE").code("org", "ORG_CODE")
    sift.text("kind", "ORG_TYPE", required=False) if raw.layout.has("ORG_TYPE") else None
    for column, measure in MEASURES.items():
        sift.decimal(measure, column)
    sift.refuse("SICKNESS_ABSENCE_RATE_PERCENT", _contradicted(sift), "is not days lost over days available")
    good = month_period(sift.good())
    kind = pl.col("kind") if "kind" in good.columns else pl.lit(TRUSTS[0])
    sector = pl.when(kind.is_in(TRUSTS)).then(pl.lit("nhs_trust")).otherwise(pl.lit("other_nhs"))
    good = good.with_columns(sector=sector)
    return Reading(observations([measured(good, name, name) for name in MEASURES.values()]), sift.refusals())


def _contradicted(sift: Sift) -> pl.Series:
    """Where the published rate is not what the published days give."""
    lost, available, rate = (sift.typed(name).cast(pl.Float64) for name in MEASURES.values())
    return (((lost / available * 100) - rate).abs() > HALF_A_DIGIT).fill_null(value=False) & (available > 0).fill_null(
        value=False
    )


ADAPTERS = (
    Adapter(
        name="nhs_sickness",
        title="NHS sickness absence by organisation",
        publication="NHS Sickness Absence Rates, monthly, NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        rank=30,
    ),
)
