"""Organisations to telephone: their return never came, is late, or is thin."""

from __future__ import annotations

import ibis
import polars as pl
from django.utils import timezone

from wholetime.chassis.api import Scope
from wholetime.dataset.engine.adapters import adapter_named
from wholetime.dataset.engine.frames import OBSERVATION, Table
from wholetime.dataset.engine.quality import late_or_thin
from wholetime.dataset.queries.in_reach import in_reach
from wholetime.dataset.queries.lake import Lake, lake
from wholetime.dataset.queries.quality.overview import named
from wholetime.dataset.queries.senders import open_organisations

RETURNS = {
    "five_minute_return": ("general_practice", "social_care", "voluntary"),
    "gp_return_practice_high": ("general_practice",),
    "gp_return_practice_detailed": ("general_practice",),
}
"""Sources that every organisation of these sectors sends by itself."""


ALWAYS = "five_minute_return"


def held_returns(scope: Scope) -> list[str]:
    """Those of ``RETURNS`` that organisations of the scope are asked for, the five-minute return always."""
    return [source for source in RETURNS if source == ALWAYS or not _asked(scope, source).is_empty()]


def _asked(scope: Scope, source: str) -> pl.DataFrame:
    """Who is asked for ``source``: real organisations where any real one sends it, invented ones likewise."""
    rows = open_organisations(scope, RETURNS[source])
    known = lake().ask(_sent)
    sent = known.filter(pl.col("adapter") == source)["synthetic"]
    return rows if source == ALWAYS else rows.filter(pl.col("synthetic").is_in(sent.implode()))


def _sent(known: Lake) -> ibis.Table:
    return known.slices.select("adapter", "synthetic").distinct()


def to_chase(scope: Scope, source: str) -> pl.DataFrame:
    """The engine's ``late_or_thin`` for the open organisations of the scope, with ``name`` and ``sector``."""
    today = timezone.localdate()
    rows = _asked(scope, source)
    adapter = adapter_named(source)
    assert adapter is not None
    found = late_or_thin(
        _headcounts(source, rows["code"].to_list()), rows["code"].to_list(), today, adapter.cadence_days
    )
    sectors = rows.select(pl.col("code").alias("org"), "sector")
    return named(found, scope).join(sectors, on="org", how="left", maintain_order="left")


def _headcounts(source: str, codes: list[str]) -> pl.DataFrame:
    known = lake()
    rows = known.table(Table.OBSERVATION).join(known.slices, "slice")
    rows = rows.filter(rows.adapter == source, rows.measure == "headcount", rows.cut == "staff_group")
    found = known.read(rows.select(*OBSERVATION)).cast(OBSERVATION)  # type: ignore[arg-type]
    return in_reach(found.filter(pl.col("org").is_in(codes)))
