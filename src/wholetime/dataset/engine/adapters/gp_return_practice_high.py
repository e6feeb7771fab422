"""General practice workforce, practice level, the long layout: one row for each practice, role and measure."""

from __future__ import annotations

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import census, measured, observations, rolled_up
from wholetime.dataset.engine.sift import Sift
from wholetime.dataset.engine.staff_groups import gp_trainee_locum_roles

MEASURES = {"FTE": "wte", "HC": "headcount", "Headcount": "headcount"}
TOTALS = ("total", "all")


def recognise(layout: Layout) -> bool:
    return layout.has("prac_code", "staff_group", "detailed_staff_role", "measure", "value", "year", "month")


def read(raw: RawTable) -> Reading:
    """Headcount and WTE by group and role. Groups' own total rows are passed over; WTE is summed from the roles.

    A person with two roles is in both headcounts, so headcounts are not summed. A practice with a role that is not
    available (NA) has no total, nor has the role's group.
    """
    sift = Sift(raw.frame).code("org", "prac_code").year_and_month("day", "year", "month")
    sift.staff_group("staff_group", "staff_group", "gp_practice").text("role", "detailed_staff_role")
    sift.category("measure", "measure", MEASURES, "measure: FTE or HC").decimal("value", "value", missing=("NA",))
    good = census(sift.good(), "day").with_columns(sector=pl.lit("general_practice"))
    is_total = pl.col("role").str.to_lowercase().is_in(TOTALS) | pl.col("staff_group").is_null()
    trainee = pl.col("role").str.contains(gp_trainee_locum_roles()) & (pl.col("staff_group") == "general_practitioner")
    rows = good.filter(~is_total).with_columns(
        staff_group=pl.when(trainee).then(pl.lit("gp_trainee_locum")).otherwise("staff_group")
    )
    wte = measured(rows.filter(pl.col("measure") == "wte"), "value", "wte")
    headcount = measured(rows.filter(pl.col("measure") == "headcount"), "value", "headcount")
    passed = good.height - rows.height
    notes = (f"{counted(passed, 'row')} of totals of other rows",) if passed else ()
    summed = [_whole(rows, wte, ()), _whole(rows, wte, ("staff_group",))]
    return Reading(observations([wte, *summed, headcount]), sift.refusals(), notes)


def _whole(rows: pl.DataFrame, wte: pl.DataFrame, cut: tuple[str, ...]) -> pl.DataFrame:
    """Sums of ``wte`` over roles, of practices (and groups, by ``cut``) of which every role is known."""
    keys = ["org", "period_to", *cut]
    lacking = rows.filter((pl.col("measure") == "wte") & pl.col("value_status").is_null()).select(keys).unique()
    return rolled_up(wte.join(lacking, on=keys, how="anti", maintain_order="left"), cut)


ADAPTERS = (
    Adapter(
        name="gp_return_practice_high",
        title="General practice workforce, practice level by role",
        publication="General Practice Workforce, practice level (high-level file), NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("measure", "period_from", "period_to"),
        rank=20,
    ),
)
