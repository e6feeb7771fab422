"""Adult social care measures by council, as the Office for Local Government published them: the turnover rate.

The rate stands alone: its numerator and denominator were not published, so it cannot be added over councils.
"""

from __future__ import annotations

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, observations, year_period
from wholetime.dataset.engine.sift import Sift

TURNOVER = "Outcome, Workforce turnover rate"
COUNCIL = r"E(06|07|08|09|10)\d{6}"


def recognise(layout: Layout) -> bool:
    return layout.has("Financial year", "Local authority code", "Grouping", "Measure", "Value", "MADs_from_median")


def read(raw: RawTable) -> Reading:
    """The published turnover rate of each council and year. Measures of outcomes for residents are passed over."""
    is_turnover = pl.col("Measure").str.strip_chars().str.to_lowercase() == TURNOVER.lower()
    rows = raw.frame.filter(is_turnover)
    sift = Sift(rows).code("org", "Local authority code", COUNCIL).financial_year("year_end", "Financial year")
    sift.decimal("rate", "Value", required=False)
    good = year_period(sift.good()).with_columns(sector=pl.lit("social_care"))
    notes = []
    if other := raw.frame.height - rows.height:
        notes.append(f"{counted(other, 'row')} of measures that do not count the workforce")
    if empty := good["rate"].null_count():
        notes.append(f"{counted(empty, 'row')} of turnover without a value")
    return Reading(observations([measured(good, "rate", "published_turnover_rate")]), sift.refusals(), tuple(notes))


ADAPTERS = (
    Adapter(
        name="asc_council",
        title="Adult social care turnover by council",
        publication="Adult social care metrics by council, Office for Local Government, from Skills for Care estimates",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("measure", "period_from", "period_to"),
        cadence_days=366,
    ),
)
