"""Primary care network workforce, individual level: counted by network, since identifiers are redrawn each quarter.

No joiners or leavers can be told from it. Five of the eleven quarters hold one negative WTE (−0.026667), which
the published totals include; so do we. September 2022 has no identifier for 2,321 contracted records: each is counted
as a person, for nothing tells two of them to be one.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Status, Table
from wholetime.dataset.engine.shaping import census, observations
from wholetime.dataset.engine.sift import Sift

CUTS = ((), ("staff_group",), ("staff_group", "role"), ("staff_group", "role", "detail"))
NETWORK = r"U\d{5}|SYN[A-Z0-9]+"
LEAST_WTE = -1
NOBODY = "NULL"
"""What stands where a record has no identifier."""


def recognise(layout: Layout) -> bool:
    return layout.has(
        "Data_source",
        "CENSUS_YEAR",
        "CENSUS_MONTH",
        "PCN_CODE",
        "STAFF_GROUP",
        "DETAILED_STAFF_ROLE",
        "FTE",
        "UNIQUE_IDENTIFIER",
    )


def read(raw: RawTable) -> Reading:
    """Headcount (distinct identifiers) and WTE by network, group, role and data source (``detail``)."""
    sift = Sift(raw.frame).code("org", "PCN_CODE", NETWORK).year_and_month("day", "CENSUS_YEAR", "CENSUS_MONTH")
    sift.staff_group("staff_group", "STAFF_GROUP", "pcn").text("role", "DETAILED_STAFF_ROLE")
    sift.text("detail", "Data_source").text("person", "UNIQUE_IDENTIFIER").decimal("fte", "FTE", least=LEAST_WTE)
    good = census(sift.good(), "day").with_columns(sector=pl.lit("general_practice"))
    good = good.with_columns(pl.col("person").replace(NOBODY, None))
    return Reading(observations(_counted(good, cut) for cut in CUTS), sift.refusals(), tuple(_notes(good)))


def _notes(good: pl.DataFrame) -> Iterable[str]:
    if below := good.filter(pl.col("fte") < 0).height:
        yield f"{counted(below, 'row')} with a WTE below zero, kept as the published total has it"
    if nameless := good["person"].null_count():
        yield f"{counted(nameless, 'row')} without an identifier, each counted as a person"


def _counted(good: pl.DataFrame, cut: tuple[str, ...]) -> pl.DataFrame:
    keys = ["period_from", "period_to", "org", "sector", *cut]
    by = good.group_by(keys, maintain_order=True).agg(
        _heads().cast(pl.Decimal(18, 6)).alias("headcount"),
        pl.col("fte").sum().cast(pl.Decimal(18, 6)).alias("wte"),
    )
    return network_measures(by, keys)


def _heads() -> pl.Expr:
    return pl.col("person").drop_nulls().n_unique() + pl.col("person").null_count()


def network_measures(by: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Headcount and WTE as rows; WTE again as ``network_wte``, so that networks can be told from their practices."""
    named = by.with_columns(network_wte=pl.col("wte"))
    long = named.unpivot(["headcount", "wte", "network_wte"], index=keys, variable_name="measure")
    return long.with_columns(status=pl.lit(Status.REPORTED.value))


ADAPTERS = (
    Adapter(
        name="pcn_individual",
        title="Primary care network workforce",
        publication="Primary Care Network Workforce, individual level, NHS Digital",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        rank=20,
        cadence_days=92,
    ),
)
