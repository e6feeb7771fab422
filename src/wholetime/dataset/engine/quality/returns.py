"""Returns that are late or thin: organisations to telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.quality.rules import quality_yaml


def late_or_thin(observations: pl.DataFrame, expected: list[str], as_of: date, cadence_days: int = 92) -> pl.DataFrame:
    """Each of ``expected`` organisations whose return is missing, late or thin, worst first.

    ``observations`` are the canonical headcounts of one source, broken down by staff group. Columns: ``org``,
    ``newest``, ``late_days`` (null when it never sent one), ``groups`` and ``groups_before``, ``headcount`` and
    ``headcount_before`` (of the newest return and the one before it), ``state`` (never, late, thin) and ``why``.
    """
    sent = _returns(observations)
    latest = sent.group_by("org").agg(pl.col("period_to").max().alias("newest"))
    rows = pl.DataFrame({"org": expected}, schema={"org": pl.String}).join(latest, on="org", how="left")
    rows = rows.join(_last_two(sent), on="org", how="left")
    rules = quality_yaml()["returns"]
    due = pl.col("newest") + pl.duration(days=cadence_days + rules["late_days_after"])
    timed = rows.with_columns(late_days=(pl.lit(as_of) - due).dt.total_days().clip(lower_bound=0))
    judged = timed.with_columns(_state(rules["thin_share"])).drop_nulls("state")
    judged = judged.with_columns(pl.Series("why", [_why(row) for row in judged.iter_rows(named=True)], pl.String))
    order = pl.col("state").replace_strict({"never": 0, "late": 1, "thin": 2}, return_dtype=pl.Int8)
    return judged.sort(order, -pl.col("late_days").fill_null(0), "org")


def _returns(observations: pl.DataFrame) -> pl.DataFrame:
    by_group = observations.filter((pl.col("measure") == "headcount") & (pl.col("cut") == "staff_group"))
    return by_group.group_by("org", "period_to").agg(
        pl.col("staff_group").n_unique().cast(pl.Int64).alias("groups"),
        pl.col("value").cast(pl.Float64).sum().alias("headcount"),
    )


def _last_two(sent: pl.DataFrame) -> pl.DataFrame:
    ordered = sent.sort("org", "period_to")
    before = [pl.col(name).shift(1).over("org").alias(f"{name}_before") for name in ("groups", "headcount")]
    return ordered.with_columns(before).group_by("org").last().drop("period_to")


def _state(thin_share: float) -> pl.Expr:
    few_groups = pl.col("groups") < pl.col("groups_before") * thin_share
    few_people = pl.col("headcount") < pl.col("headcount_before") * thin_share
    only_one = (pl.col("groups") == 1) & (pl.col("groups_before").fill_null(1) == 1)
    thin = few_groups.fill_null(value=False) | few_people.fill_null(value=False) | only_one.fill_null(value=False)
    state = pl.when(pl.col("newest").is_null()).then(pl.lit("never")).when(pl.col("late_days") > 0).then(pl.lit("late"))
    return state.when(thin).then(pl.lit("thin")).alias("state")


def _why(row: dict[str, Any]) -> str:
    if row["state"] == "never":
        return "No return has been received"
    if row["state"] == "late":
        return f"The newest return is of {row['newest']} and the next is {counted(row['late_days'], 'day')} late"
    groups, people = counted(row["groups"], "role group"), counted(int(row["headcount"]), "person", "people")
    return f"The newest return has {groups} and {people}"
