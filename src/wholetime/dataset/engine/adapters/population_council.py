"""Residents by council: by single year of age at one mid-year (table MYE2), or in total over many (table MYE4).

England's councils of the lower tier are kept. They add up to England once; the rest of the table overlaps them.
"""

from __future__ import annotations

import re

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.adapters.population_sub_icb import mid_year
from wholetime.dataset.engine.frames import Status, Table
from wholetime.dataset.engine.shaping import observations, rolled_up
from wholetime.dataset.engine.sift import Sift

COUNCIL = r"^E0[6789]"
ENGLAND = "E92000001"
AGES = [*(str(age) for age in range(90)), "90+"]
MID_YEAR = r"Mid-(20\d\d)"


def recognise(layout: Layout) -> bool:
    return layout.has("Code", "Name", "Geography") and (_has_ages(layout) or len(_years(layout)) > 1)


def read(raw: RawTable) -> Reading:
    """Residents of each council; England's own row is refused if its councils do not add up to it."""
    columns = ["All ages", *AGES] if _has_ages(raw.layout) else _years(raw.layout)
    sift = Sift(raw.frame).code("org", "Code", r"[A-Z]\d{8}")
    council = sift.typed("org").str.contains(COUNCIL).fill_null(value=False)
    for column in columns:
        sift.integer(column, column)
        wrong = (sift.typed("org") == ENGLAND) & (sift.typed(column) != sift.typed(column).filter(council).sum())
        sift.refuse(column, wrong.fill_null(value=False), "is not what the councils of England add up to")
    good = sift.good()
    kept = good.filter(pl.col("org").str.contains(COUNCIL)).with_columns(sector=pl.lit("population"))
    long = _by_age(kept, raw.layout) if _has_ages(raw.layout) else _by_year(kept, columns)
    notes = (f"{counted(good.height - kept.height, 'row')} of areas outside England or made of listed councils",)
    return Reading(observations([long]), sift.refusals(), notes if good.height > kept.height else ())


def _has_ages(layout: Layout) -> bool:
    return layout.has("All ages", *AGES)


def _years(layout: Layout) -> list[str]:
    return [name for name in layout.header if re.fullmatch(MID_YEAR, name, re.IGNORECASE)]


def _by_age(kept: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    day = mid_year(layout)
    dated = kept.with_columns(period_from=day, period_to=day)
    long = _valued(dated.unpivot(AGES, index=["org", "sector", "period_from", "period_to"], variable_name="age_band"))
    return pl.concat([long, rolled_up(long, ())], how="diagonal")


def _by_year(kept: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    long = kept.unpivot(columns, index=["org", "sector"], variable_name="column")
    day = pl.date(pl.col("column").str.extract(r"(\d{4})").cast(pl.Int32), 6, 30)
    return _valued(long.with_columns(period_from=day, period_to=day).drop("column"))


def _valued(long: pl.DataFrame) -> pl.DataFrame:
    return long.with_columns(
        measure=pl.lit("council_population"),
        value=pl.col("value").cast(pl.Decimal(18, 6)),
        status=pl.lit(Status.REPORTED.value),
    )


ADAPTERS = (
    Adapter(
        name="population_council",
        title="Residents by council",
        publication="Mid-year population estimates, MYE2 and MYE4, Office for National Statistics",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("cut", "period_from", "period_to"),
        cadence_days=366,
    ),
)
