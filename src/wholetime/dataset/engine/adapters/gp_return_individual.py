"""General practice workforce, individual-level file: counted by sub-ICB place, since identifiers change every month.

The people in it are those of the practice-level file. Its measures therefore have names of their own, and are
never added to practices'.
"""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Status, Table
from wholetime.dataset.engine.shaping import census, observations
from wholetime.dataset.engine.sift import Sift
from wholetime.dataset.engine.staff_groups import gp_trainee_locum_roles

SEX = {"Female": "Female", "Male": "Male", "Other/Unknown": "Unknown", "Other": "Unknown", "Unknown": "Unknown"}
CUTS = (("detail",), ("staff_group", "detail"), ("staff_group", "role", "sex", "age_band", "detail"))
"""``detail`` is the data source throughout: it says which part the publisher estimated."""


def recognise(layout: Layout) -> bool:
    wanted = (
        "sub_icb_code",
        "data_source",
        "unique_identifier",
        "staff_group",
        "detailed_staff_role",
        "age_band",
        "fte",
    )
    return layout.has(*wanted, "year", "month") and not layout.has("PCN_CODE")


def read(raw: RawTable) -> Reading:
    """Headcount and WTE by place, group, role, sex, age band and data source."""
    sift = Sift(raw.frame).code("org", "sub_icb_code").year_and_month("day", "year", "month")
    sift.staff_group("staff_group", "staff_group", "gp_practice").text("role", "detailed_staff_role")
    sift.category("sex", "gender", SEX, "gender in this publication").text("age_band", "age_band")
    sift.text("detail", "data_source").text("person", "unique_identifier").decimal("fte", "fte", missing=("NA", "NULL"))
    good = census(sift.good(), "day").with_columns(sector=pl.lit("general_practice"))
    trainee = pl.col("role").str.contains(gp_trainee_locum_roles()) & (pl.col("staff_group") == "general_practitioner")
    good = good.with_columns(staff_group=pl.when(trainee).then(pl.lit("gp_trainee_locum")).otherwise("staff_group"))
    return Reading(observations(_counted(good, cut) for cut in CUTS), sift.refusals())


def _counted(good: pl.DataFrame, cut: tuple[str, ...]) -> pl.DataFrame:
    keys = ["period_from", "period_to", "org", "sector", *cut]
    by = good.group_by(keys, maintain_order=True).agg(
        pl.col("person").n_unique().cast(pl.Decimal(18, 6)).alias("individual_headcount"),
        pl.col("fte").sum().cast(pl.Decimal(18, 6)).alias("individual_wte"),
    )
    long = by.unpivot(["individual_headcount", "individual_wte"], index=keys, variable_name="measure")
    estimated = pl.col("detail").str.contains("(?i)estimated")
    return long.with_columns(
        status=pl.when(estimated).then(pl.lit(Status.ESTIMATED.value)).otherwise(pl.lit(Status.REPORTED.value))
    )


ADAPTERS = (
    Adapter(
        name="gp_return_individual",
        title="General practice workforce, individual level",
        publication="General Practice Workforce, individual level, NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
    ),
)
