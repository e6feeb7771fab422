"""The same area on two days, explained."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholetime.chassis.engine import tree as engine
from wholetime.chassis.queries.tree import current_codes, lineage


def reconcile(values: pl.DataFrame, area: str, day_was: date, day_now: date) -> engine.Reconciliation:
    """``values`` (``org, value``) over ``area`` as it was on ``day_was`` and as it is on ``day_now``."""
    return engine.reconcile(values, area, lineage(day_was), lineage(day_now), current_codes(day_now))
