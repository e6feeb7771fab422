"""What to mend first, what cannot be right, and how old each source is."""

from __future__ import annotations

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import Scope, within
from wholetime.dataset.engine.adapters import all_adapters
from wholetime.dataset.engine.quality import fix_first, timeliness, validity
from wholetime.dataset.engine.quality.rules import validity_rules
from wholetime.dataset.models import Slice
from wholetime.dataset.queries.quality.records import newest_records

NAMES = {"org": pl.String, "name": pl.String}


def named(frame: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """``frame`` with the name of each ``org``; the code itself where the tree has none."""
    names = within(scope).select(pl.col("code").alias("org"), "name")
    return frame.join(names, on="org", how="left", maintain_order="left").with_columns(
        pl.col("name").fill_null(pl.col("org"))
    )


def mend_first(complete: pl.DataFrame, top: int) -> pl.DataFrame:
    """The gaps with the greatest effect, over all sources: as the engine has them, with ``source``."""
    if complete.is_empty():
        return pl.DataFrame()
    parts = [
        fix_first(rows.drop("source"), top).with_columns(source=pl.lit(source))
        for (source,), rows in complete.group_by("source", maintain_order=True)
    ]
    order = ("gain", "wte_gain", "org", "field", "source")
    return pl.concat(parts).sort(order, descending=[name.endswith("gain") for name in order]).head(top)


def by_field(complete: pl.DataFrame) -> pl.DataFrame:
    """Completeness of each source and field over the whole scope: source, field, records, filled, percent."""
    if complete.is_empty():
        return pl.DataFrame()
    summed = complete.group_by("source", "field", maintain_order=True).agg(pl.col("records", "filled").sum())
    return summed.with_columns(percent=100 * pl.col("filled") / pl.col("records"))


def by_rule(scope: Scope) -> pl.DataFrame:
    """Each rule that staff lists of the scope break: rule, message, severity, records, broken, percent sound."""
    records = newest_records(scope, "esr_staff_list")
    if records.is_empty():
        return pl.DataFrame()
    counted = validity(records).group_by("rule", maintain_order=True).agg(pl.col("records", "broken").sum())
    rules = pl.DataFrame(
        [(rule.id, rule.message, rule.severity) for rule in validity_rules()],
        ["rule", "message", "severity"],
        orient="row",
    )
    percent = 100 - 100 * pl.col("broken") / pl.col("records")
    broken = counted.filter(pl.col("broken") > 0).join(rules, on="rule")
    return broken.with_columns(percent=percent).sort(["broken", "rule"], descending=[True, False])


def how_old(scope: Scope) -> pl.DataFrame:
    """For each source and organisation of the scope: newest, age_days, due, late_days, name, latest first to mend.

    A publication speaks for everybody at once: its organisation is empty.
    """
    slices = Slice.objects.filter(live=True).exclude(org="", load__restricted=True)
    rows = [(adapter, org, day) for adapter, org, day in slices.values_list("adapter", "org", "period_to").distinct()]
    held = pl.DataFrame(rows, {"source": pl.String, "org": pl.String, "period_to": pl.Date}, orient="row")
    codes = [*within(scope)["code"].to_list(), ""]
    cadence = {adapter.name: adapter.cadence_days for adapter in all_adapters()}
    timed = timeliness(held.filter(pl.col("org").is_in(codes)), timezone.localdate(), cadence)
    return named(timed, scope)
