"""What comes to the trusts: attendances and deliveries, as counts in wholetime's own layout."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.margins import Floats
from wholetime.dataset.engine.synthetic.people import People
from wholetime.dataset.engine.synthetic.staff_lists import Lists

LEFT_OUT = "resident_doctors"
"""The publication of WTE that England's attendances are set against leaves them out."""


def demand(rng: np.random.Generator, lists: Lists, people: People, day: date) -> pl.DataFrame:
    """Attendances and deliveries of each acute trust in the month that ``day`` ends: Poisson about England's rate."""
    known, keys = lists.margins.raw["demand"], [one.key for one in lists.margins.groups]
    acute = np.array([one.kind == "acute" for one in lists.system.employers])
    trusts = lists.margins.in_sector("nhs_trust") & (np.array(keys) != LEFT_OUT)
    everyone, midwives = _wte(lists, people, trusts), _wte(lists, people, np.array(keys) == "midwives")
    by_month = known["attendances_by_month"]
    here = everyone * acute / max((everyone * acute).sum(), 1e-9)
    attendances = everyone.sum() * known["attendances_per_wte"] * by_month[day.month] / sum(by_month.values()) * here
    deliveries = midwives * acute * known["deliveries_per_midwife_wte"] * monthrange(day.year, day.month)[1] / 365.25
    codes = [one.code for one, is_acute in zip(lists.system.employers, acute, strict=True) if is_acute]
    parts = {"attendances": attendances[acute], "deliveries": deliveries[acute]}
    return pl.concat(
        pl.DataFrame({"org": codes, "value": rng.poisson(expected)}).with_columns(measure=pl.lit(name))
        for name, expected in parts.items()
    ).select(pl.lit(f"{day:%Y-%m}").alias("period"), "org", pl.lit("nhs_trust").alias("sector"), "measure", "value")


def _wte(lists: Lists, people: People, groups: np.ndarray) -> Floats:
    counted = people.filled & groups[lists.posts.group]
    return np.bincount(lists.posts.employer, lists.posts.fte * counted, minlength=len(lists.system.employers))
