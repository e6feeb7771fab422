"""Organisations that are asked for something because they exist, whether or not they ever answered."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import Scope, nodes, within


def open_organisations(scope: Scope, sectors: Sequence[str]) -> pl.DataFrame:
    """The organisations of ``sectors`` in ``scope`` that are open today, by name: code, name, sector, synthetic."""
    today = timezone.localdate()
    rows = within(scope, today).filter((pl.col("kind") == "organisation") & pl.col("sector").is_in(sectors))
    still = [one.code for one in nodes(rows["code"]) if one.closed is None or one.closed >= today]
    return rows.filter(pl.col("code").is_in(still)).select("code", "name", "sector", "synthetic").sort("name", "code")
