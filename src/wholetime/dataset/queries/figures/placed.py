"""Puts counted terms into the organisation tree, as it was or as it is now, and keeps to a person's scope."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import codes_under, current_codes, lineage
from wholetime.dataset.queries.figures.ask import AREAS, Ask, View


def placed(frame: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """``frame`` with a column for each area level in ``ask.by``, restricted to what was asked and may be seen.

    Rights follow the tree of today whatever the view, so that a merger never opens a door by itself.
    """
    frame = _carried_forward(frame) if ask.view is View.AS_NOW else frame
    if not ask.scope.everything:
        frame = frame.filter(pl.col("org").is_in(codes_under(ask.scope.roots).implode()))
    if not (ask.areas or ask.place or ask.org):
        return frame
    return _restricted(_with_areas(frame, ask.view), ask).drop([*(set(AREAS) - set(ask.areas)), "organisation"])


def _carried_forward(frame: pl.DataFrame) -> pl.DataFrame:
    """Each organisation's numbers under the code of whoever carries on its work today."""
    now = current_codes(timezone.localdate())
    joined = frame.join(now, left_on="org", right_on="code", how="left")
    return joined.with_columns(pl.coalesce("now", "org").alias("org")).drop("now")


def _with_areas(frame: pl.DataFrame, view: View) -> pl.DataFrame:
    days = [timezone.localdate()] if view is View.AS_NOW else frame["period_to"].unique().to_list()
    trees = pl.concat([_areas(day, view) for day in days] or [_areas(timezone.localdate(), view)])
    on = ["code"] if view is View.AS_NOW else ["code", "period_to"]
    return frame.join(trees, left_on=["org", *on[1:]], right_on=on, how="left")


def _areas(day: date, view: View) -> pl.DataFrame:
    rows = lineage(day).select("code", "organisation", *AREAS)
    return rows if view is View.AS_NOW else rows.with_columns(pl.lit(day).alias("period_to"))


def _restricted(frame: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    for code in (ask.org, ask.place):
        if code is not None:
            levels = ["org", "organisation", *AREAS]
            frame = frame.filter(pl.any_horizontal(pl.col(level).eq_missing(pl.lit(code)) for level in levels))
    return frame
