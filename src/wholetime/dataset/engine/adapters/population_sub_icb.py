"""Residents by sub-ICB location, sex and single year of age, at the middle of a year."""

from __future__ import annotations

import re

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, NotThisLayout, RawTable, Reading
from wholetime.dataset.engine.frames import Status, Table
from wholetime.dataset.engine.shaping import observations, rolled_up
from wholetime.dataset.engine.sift import Sift

SEXES = {"F": "Female", "M": "Male"}
OLDEST = 90
AGES = [f"{sex}{age}" for sex in SEXES for age in range(OLDEST + 1)]
CODE = r" - ([A-Z0-9]{3,5}|SYN[A-Z0-9]+)$"


def recognise(layout: Layout) -> bool:
    return any(_place_name(name) for name in layout.header) and layout.has("Total", *AGES)


def read(raw: RawTable) -> Reading:
    """Residents by place, sex and age. The place is the NHS code at the end of its name; 90 means 90 and over.

    The year stands only in the file's name (mid2022). A row whose ages do not add up to its total is refused.
    """
    day = mid_year(raw.layout)
    place = next(name for name in raw.layout.header if _place_name(name))
    ends_in_code = pl.col(place).str.strip_chars().str.contains(CODE).fill_null(value=False)
    sift = Sift(raw.frame).text("name", place).integer("total", "Total")
    sift.refuse(place, ~raw.frame.select(ends_in_code).to_series(), "does not end in the code of a sub-ICB location")
    for column in AGES:
        sift.integer(column, column)
    ages = pl.DataFrame([sift.typed(column).alias(column) for column in AGES]).sum_horizontal()
    sift.refuse("Total", (ages != sift.typed("total")).fill_null(value=False), "is not what the ages add up to")
    return Reading(observations([_long(sift.good(), day)]), sift.refusals())


def mid_year(layout: Layout) -> pl.Expr:
    """30 June of the year in the file's name. Raises NotThisLayout when the name has none."""
    found = re.search(r"mid[-_ ]?(20\d\d)", layout.file_name, re.IGNORECASE)
    if found is None:
        raise NotThisLayout(f"{layout.file_name}: the file's name must say the year, as in mid2022: its columns do not")
    return pl.date(int(found[1]), 6, 30)


def _place_name(column: str) -> bool:
    return re.fullmatch(r"SICBL \d{4} Name", column) is not None


def _long(good: pl.DataFrame, day: pl.Expr) -> pl.DataFrame:
    named = good.with_columns(
        org=pl.col("name").str.extract(CODE), sector=pl.lit("population"), period_from=day, period_to=day
    )
    keys = ["org", "sector", "period_from", "period_to"]
    long = named.unpivot(AGES, index=keys, variable_name="cell")
    long = long.with_columns(
        measure=pl.lit("population"),
        sex=pl.col("cell").str.slice(0, 1).replace(SEXES),
        age_band=age_label(pl.col("cell").str.slice(1)),
        value=pl.col("value").cast(pl.Decimal(18, 6)),
        status=pl.lit(Status.REPORTED.value),
    ).drop("cell")
    return pl.concat([long, rolled_up(long, (), ("sex",), ("age_band",))], how="diagonal")


def age_label(age: pl.Expr) -> pl.Expr:
    """A single year of age as text; the last one is open."""
    return pl.when(age == str(OLDEST)).then(pl.lit(f"{OLDEST}+")).otherwise(age)


ADAPTERS = (
    Adapter(
        name="population_sub_icb",
        title="Residents by sub-ICB location, sex and age",
        publication="Population estimates for health geographies, Office for National Statistics",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        cadence_days=366,
    ),
)
