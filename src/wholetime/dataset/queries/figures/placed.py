"""Puts counted terms into the organisation tree, as it was or as it is now, and keeps to a person's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import codes_below, codes_under, current_codes, lineages
from wholetime.dataset.queries.figures.ask import Ask, View
from wholetime.dataset.queries.in_reach import in_reach


def placed(frame: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """``frame`` with a column for each area level in ``ask.by``, restricted to what was asked and may be seen.

    Published numbers are everybody's: those of an area are of the organisations it had in the view asked for. What is
    restricted follows today's tree as well, so that neither a move nor a merger opens a door by itself.
    """
    frame = in_reach(_carried_forward(frame) if ask.view is View.AS_NOW else frame)
    if not ask.scope.everything:
        mine = pl.col("org").is_in(codes_under(ask.scope.roots).implode())
        frame = _below(frame, ask.scope.roots, ask.view).filter(mine | ~pl.col("restricted"))
    for code in (ask.org, ask.place):
        if code is not None:
            frame = _below(frame, (code,), ask.view)
    return _with_areas(frame, ask) if ask.areas else frame


def _carried_forward(frame: pl.DataFrame) -> pl.DataFrame:
    """Each organisation's numbers under the code of whoever carries on its work today."""
    now = current_codes(timezone.localdate())
    joined = frame.join(now, left_on="org", right_on="code", how="left")
    return joined.with_columns(pl.coalesce("now", "org").alias("org")).drop("now")


def _below(frame: pl.DataFrame, codes: Sequence[str], view: View) -> pl.DataFrame:
    """The rows of organisations that are one of ``codes``, or were below one in the tree of the view."""
    always, at_times = codes_below(codes, _days(frame, view))
    mine = pl.col("org").is_in(always.implode())
    if at_times.is_empty():  # as of those of a single day: today's
        return frame.filter(mine)
    moved = frame.filter(~mine).join(at_times, left_on=["org", "period_to"], right_on=["code", "day"], how="semi")
    return pl.concat([frame.filter(mine), moved])


def _with_areas(frame: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    on = WHEN[ask.view]
    here = pl.col("code").is_in(frame["org"].unique().implode())  # some hundreds of 12,000, for each of sixty days
    trees = _trees(_days(frame, ask.view)).filter(here).select("code", *on, *ask.areas).collect()
    return frame.join(trees, left_on=["org", *on], right_on=["code", *on], how="left")


WHEN: dict[View, tuple[str, ...]] = {View.AS_WAS: ("period_to",), View.AS_NOW: ()}
"""What says, beside its code, where an organisation stood."""


def _days(frame: pl.DataFrame, view: View) -> list[date]:
    today = timezone.localdate()
    return [today] if view is View.AS_NOW else (frame["period_to"].unique().sort().to_list() or [today])


def _trees(days: Iterable[date]) -> pl.LazyFrame:
    """The trees of ``days``, one below the other, with the day as period_to."""
    return pl.concat(tree.lazy().with_columns(pl.lit(day).alias("period_to")) for day, tree in lineages(days).items())
