"""NHS Workforce Statistics, turnover benchmarking by staff group and organisation: people and WTE, month by month."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import census, measured, observations
from wholetime.dataset.engine.sift import Sift

TYPES = {
    "Denominator at start of period": "open",
    "Denominator at end of period": "close",
    "Joiners": "joiners",
    "Leavers": "leavers",
}
FLOWS = {
    "open": ("turnover_headcount_open", "turnover_wte_open"),
    "close": ("turnover_headcount_close", "turnover_wte_close"),
    "joiners": ("joiners", "joiners_wte"),
    "leavers": ("leavers", "leavers_wte"),
}
CLUSTERS = {
    "Acute": "nhs_trust",
    "Mental Health": "nhs_trust",
    "Community Provider Trust": "nhs_trust",
    "Ambulance": "nhs_trust",
    "Integrated Care Board": "other_nhs",
    "Others": "other_nhs",
    "Commissioning Support Unit": "other_nhs",
}


def recognise(layout: Layout) -> bool:
    return layout.has("PERIOD", "TYPE", "REPORTING_ORG_CODE", "CLUSTER_GROUP", "STAFF_GROUP_1_NAME", "HC", "FTE")


def read(raw: RawTable) -> Reading:
    """Flows and denominators over the period, and headcount and WTE on its first and last census days."""
    sift = Sift(raw.frame)
    sift.month_end("opened", "PERIOD", ("%Y%m",), extract=r"^(\d{6}) to \d{6}$")
    sift.month_end("closed", "PERIOD", ("%Y%m",), extract=r"^\d{6} to (\d{6})$")
    sift.category("type", "TYPE", TYPES, "type of row").code("org", "REPORTING_ORG_CODE")
    sift.category("sector", "CLUSTER_GROUP", CLUSTERS, "kind of organisation")
    sift.staff_group("staff_group", "STAFF_GROUP_1_NAME", "nhs_workforce")
    sift.integer("hc", "HC").decimal("fte", "FTE")
    sift.refuse(
        "PERIOD", (sift.typed("opened") >= sift.typed("closed")).fill_null(value=False), "ends before it starts"
    )
    good = sift.good()
    return Reading(observations([*_flows(good), *_staff_in_post(good)]), sift.refusals())


def _flows(good: pl.DataFrame) -> list[pl.DataFrame]:
    period = good.with_columns(period_from=pl.col("opened").dt.offset_by("1d"), period_to=pl.col("closed"))
    return [
        measured(period.filter(pl.col("type") == kind), column, measure)
        for kind, names in FLOWS.items()
        for column, measure in zip(("hc", "fte"), names, strict=True)
    ]


def _staff_in_post(good: pl.DataFrame) -> list[pl.DataFrame]:
    """Headcount and WTE on both census days, and the headcounts again by which end of a file they stand at.

    The end of one month's file is the start of the next: kept apart, the two can be checked against each other.
    """
    opened = census(good.filter(pl.col("type") == "open"), "opened")
    closed = census(good.filter(pl.col("type") == "close"), "closed")
    both = [
        measured(day, column, name)
        for day in (opened, closed)
        for column, name in (("hc", "headcount"), ("fte", "wte"))
    ]
    return [*both, measured(opened, "hc", "headcount_opening"), measured(closed, "hc", "headcount_closing")]


ADAPTERS = (
    Adapter(
        name="nhs_turnover",
        title="NHS staff turnover by organisation and staff group",
        publication="NHS Workforce Statistics: turnover benchmarking by staff group and organisation, NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("measure", "period_from", "period_to"),
        rank=30,
    ),
)
