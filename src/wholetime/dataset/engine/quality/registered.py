"""Which records are of professions that must be registered."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.mapping.reference import occupation_codes
from wholetime.dataset.engine.quality.rules import quality_yaml


def must_be_registered() -> pl.Expr:
    """Doctors, nurses, midwives and paramedics by staff group; allied health professionals by occupation code."""
    rules = quality_yaml()
    detailed = occupation_codes().filter(pl.col("detailed_group").is_in(rules["registered_detailed_groups"]))
    by_group = pl.col("staff_group").is_in(rules["registered_groups"]).fill_null(value=False)
    return by_group | pl.col("occupation_code").is_in(detailed["code"].to_list()).fill_null(value=False)


def should_be_registered(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(must_be_registered())
