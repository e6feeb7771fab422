"""Organisations to telephone: their return never came, is late, or is thin."""

from __future__ import annotations

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import Scope
from wholetime.dataset.engine.adapters import adapter_named
from wholetime.dataset.engine.frames import OBSERVATION, Table
from wholetime.dataset.engine.quality import late_or_thin
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.quality.overview import named
from wholetime.dataset.queries.senders import open_organisations

RETURNS = {
    "five_minute_return": ("general_practice", "social_care", "voluntary"),
    "gp_return_practice_high": ("general_practice",),
    "gp_return_practice_detailed": ("general_practice",),
}
"""Sources that every organisation of these sectors sends by itself."""


def held_returns() -> list[str]:
    """Those of ``RETURNS`` of which anything is held, and the five-minute return always."""
    known = lake()
    held = set(known.read(known.slices.select("adapter").distinct())["adapter"].to_list())
    return [source for source in RETURNS if source in held or source == "five_minute_return"]


def to_chase(scope: Scope, source: str) -> pl.DataFrame:
    """The engine's ``late_or_thin`` for the open organisations of the scope, with ``name`` and ``sector``."""
    today = timezone.localdate()
    rows = open_organisations(scope, RETURNS[source])
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
    return found.filter(pl.col("org").is_in(codes))
