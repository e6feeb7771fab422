"""Residents of the countries of the United Kingdom by sex and single year of age, at the middle of a year.

England is kept. It is the same people as in the files by place and council, so it has a measure of its own.
"""

from __future__ import annotations

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.adapters.population_sub_icb import mid_year
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, observations, rolled_up
from wholetime.dataset.engine.sift import Sift

ENGLAND, WALES, BOTH = "E92000001", "W92000004", "K04000001"
SEXES = {"females": "Female", "males": "Male"}
WRONG = "is not what England and Wales add up to"


def recognise(layout: Layout) -> bool:
    return layout.has("sex", "Code", "Name", "Geography", "age", "count")


def read(raw: RawTable) -> Reading:
    """Residents of England. The file's name says the year (mid2023); the row of England and Wales together is refused
    where it is not their sum.
    """
    day = mid_year(raw.layout)
    sift = Sift(raw.frame).code("country", "Code", r"[A-Z]\d{8}").text("age_band", "age").decimal("count", "count")
    sift.category("sex", "sex", SEXES, "sex: females or males").refuse("count", _wrong(sift), WRONG)
    good = sift.good()
    kept = good.filter(country=ENGLAND).with_columns(
        org=pl.lit("ENG"), sector=pl.lit("population"), period_from=day, period_to=day
    )
    long = measured(kept, "count", "national_population")
    parts = [long, rolled_up(long, (), ("sex",), ("age_band",))]
    passed_over = good.height - kept.height
    notes = (f"{counted(passed_over, 'row')} of other countries, or of several together",) if passed_over else ()
    return Reading(observations(parts), sift.refusals(), notes)


def _wrong(sift: Sift) -> pl.Series:
    """Whether a row of England and Wales together is anything but their sum."""
    names = ("country", "sex", "age_band", "count")
    rows = pl.DataFrame([sift.typed(name).alias(name) for name in names])
    parts = rows.filter(pl.col("country").is_in([ENGLAND, WALES]))
    sums = parts.group_by("sex", "age_band").agg(pl.col("count").sum().alias("sum"))
    both = rows.join(sums, on=["sex", "age_band"], how="left", maintain_order="left")
    return both.select(wrong=((pl.col("country") == BOTH) & (pl.col("count") != pl.col("sum"))).fill_null(value=False))[
        "wrong"
    ]


ADAPTERS = (
    Adapter(
        name="population_country",
        title="Residents of England by sex and age",
        publication="Mid-year population estimates, Office for National Statistics, as kept in NHSRdatasets",
        licence="OGL v3 (data); CC0 (package)",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        cadence_days=366,
    ),
)
