"""From NHS occupation codes to staff groups, by the published lookup; a code that is not in it is unknown."""

from __future__ import annotations

from functools import cache

import polars as pl

from wholetime.dataset.engine.mapping.reference import occupation_codes
from wholetime.dataset.engine.staff_groups import group_labels

MEDICAL = r"^(?:00[1-9]|0[1-9]\d|[1-9]\d\d)$"
"""Doctors and dentists are 001 to 999; the last two digits are the specialty."""


@cache
def _groups() -> pl.DataFrame:
    labels = dict(group_labels("occupation_codes"))
    group = pl.col("broad_group").replace_strict(labels, default="unknown", return_dtype=pl.String)
    return occupation_codes().select("code", group.alias("staff_group"))


def staff_group(codes: pl.Series) -> pl.Series:
    """The staff group of each occupation code; ``unknown`` for one that is missing or not in the lookup."""
    distinct = codes.unique().to_frame("code").join(_groups(), on="code", how="left")
    is_medical = pl.col("code").str.contains(MEDICAL)
    group = pl.when(is_medical).then(pl.lit("medical")).otherwise("staff_group").fill_null("unknown")
    lookup = distinct.select("code", group.alias("staff_group"))
    found = codes.to_frame("code").join(lookup, on="code", how="left", maintain_order="left", nulls_equal=True)
    return found["staff_group"]
