"""General practice workforce, practice level, the wide layout of 831 columns: patients, groups, roles, sex and age.

Which columns are read, and as what, is reference data: dataset/reference/gp_practice_columns.yaml.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import polars as pl
import yaml

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import BREAKDOWNS, DECIMAL, Status, Table
from wholetime.dataset.engine.shaping import KEEP, census, observations, rolled_up
from wholetime.dataset.engine.sift import Sift

SEXES = {"male": "Male", "female": "Female"}
BASES = {"hc": "headcount", "fte": "wte"}
ALL_GPS = "gp"
LATE_CAREER = ("55-59", "60-64", "65-69", "70+")


def recognise(layout: Layout) -> bool:
    return layout.has(
        "prac_code", "total_patients", "gp_source", "total_gp_extgl_hc", "total_gp_extgl_fte", "year", "month"
    )


def read(raw: RawTable) -> Reading:
    """Patients by sex and age; headcount and WTE by group, sex and role; headcount by group, sex and age.

    Trainees and locums are all GPs less fully qualified ones, column by column. A group whose source says
    "estimated" has the status estimated.
    """
    sources = [name for name in dict.fromkeys(_reference()["sources"].values()) if raw.layout.has(name)]
    keys = Sift(raw.frame).code("org", "prac_code").year_and_month("day", "year", "month")
    for source in sources:
        keys.text(source, source, required=False)
    cells = _cells(raw)
    numbers = Sift(cells, origin="column").text("column", "column")
    numbers.decimal("value", "cell", missing=("NA",), required=False)
    good = census(keys.good(), "day").with_columns(sector=pl.lit("general_practice"))
    long = _observed(good, numbers.good().rename({"value_status": "status"}), _filled(good, sources))
    refusals = pl.concat([keys.refusals(), numbers.refusals()]).sort("row", "column")
    return Reading(observations(_with_sums(_trainees_apart(long))), refusals)


def _cells(raw: RawTable) -> pl.DataFrame:
    """The cells of all columns to read, one in a row: all are typed at once, where one by one takes seconds."""
    actual = {name.casefold(): name for name in raw.frame.columns}
    held = {actual[name]: name for name in _plan()["column"] if name in actual}
    return raw.frame.unpivot(list(held), index="row", variable_name="column", value_name="cell")


def _filled(good: pl.DataFrame, sources: list[str]) -> pl.DataFrame:
    """Columns row, source and filled, for each source column that says *estimated*."""
    says = good.select("row", *(pl.col(name).cast(pl.String) for name in sources)).unpivot(
        sources, index="row", variable_name="source", value_name="says"
    )
    estimated = pl.col("says").cast(pl.String).str.contains("(?i)estimated")
    return says.filter(estimated).select("row", "source", filled=pl.lit(value=True))


def _observed(good: pl.DataFrame, numbers: pl.DataFrame, filled: pl.DataFrame) -> pl.DataFrame:
    """Observations of the plan's columns, and their ``row``; numbers that the source lacks are left out."""
    named = numbers.filter(pl.col("status").is_not_null()).with_columns(pl.col("column").str.to_lowercase())
    placed = named.join(good.select("row", "org", "sector", "period_from", "period_to"), on="row", how="inner")
    long = placed.join(_plan(), on="column", how="left").join(filled, on=["row", "source"], how="left")
    estimated = pl.col("filled") & (pl.col("status") == Status.REPORTED.value)
    status = pl.when(estimated).then(pl.lit(Status.ESTIMATED.value)).otherwise("status")
    return long.with_columns(pl.col("value").cast(DECIMAL), status=status).select(*KEEP, "value", "status")


def _trainees_apart(long: pl.DataFrame) -> pl.DataFrame:
    """Rows of all GPs become rows of trainees and locums: themselves less those of fully qualified GPs."""
    keys = ["row", "measure", "sex", "age_band"]
    qualified = long.filter((pl.col("staff_group") == "general_practitioner") & pl.col("role").is_null())
    everyone = long.filter(pl.col("staff_group") == ALL_GPS)
    both = everyone.join(qualified.select(*keys, less="value"), on=keys, how="inner", nulls_equal=True)
    apart = both.with_columns(value=pl.col("value") - pl.col("less"), staff_group=pl.lit("gp_trainee_locum"))
    rest = long.filter(pl.col("staff_group").is_null() | (pl.col("staff_group") != ALL_GPS))
    return pl.concat([rest, apart.drop("less").cast({"value": pl.Decimal(18, 6)})], how="diagonal")


def _with_sums(long: pl.DataFrame) -> list[pl.DataFrame]:
    """All rows, WTE of all groups where each is known, and headcount aged 55 and over by group."""
    staff = long.filter(pl.col("role").is_null() & pl.col("sex").is_null() & (pl.col("measure") == "wte"))
    aged = pl.col("age_band").is_in(LATE_CAREER) & pl.col("sex").is_null() & (pl.col("measure") == "headcount")
    late = rolled_up(long.filter(aged).with_columns(measure=pl.lit("headcount_55_over")), ("staff_group",))
    complete = staff.filter(pl.len().over("row") == len(_reference()["groups"]))
    return [long, rolled_up(complete, ()), late]


@cache
def _plan() -> pl.DataFrame:
    """Every column to read, in lower case, and what it is: measure, breakdowns, and the column of its source."""
    reference = _reference()
    plan = [{"column": "total_patients", "measure": "patients"}]
    plan += [
        {"column": f"{sex}_patients_{suffix}", "measure": "patients", "sex": label, "age_band": band}
        for sex, label in SEXES.items()
        for suffix, band in reference["patient_ages"].items()
    ]
    for prefix, group in reference["groups"].items():
        plan += _group_columns(prefix, group, reference)
    for column, role in reference["roles"].items():
        group = role["group"]
        plan += [
            {"column": f"total_{column}_{basis}", "measure": measure, "staff_group": group, "role": role["title"]}
            for basis, measure in BASES.items()
        ]
    known = pl.DataFrame(plan, schema=dict.fromkeys(("column", "measure", *BREAKDOWNS), pl.String))
    source = pl.col("staff_group").replace_strict(reference["sources"], default=None, return_dtype=pl.String)
    return known.with_columns(source.alias("source"))


def _group_columns(prefix: str, group: str, reference: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    for sex, label in {"total": "", **SEXES}.items():
        of_sex = {"sex": label} if label else {}
        for basis, measure in BASES.items():
            entry = {"column": f"{sex}_{prefix}_{basis}", "measure": measure, "staff_group": group, **of_sex}
            found.append(entry)
        for suffix, band in reference["staff_ages"].items():
            entry = {"column": f"{sex}_{prefix}_hc_{suffix}", "measure": "headcount", "staff_group": group, **of_sex}
            found.append({**entry, "age_band": band})
    return found


@cache
def _reference() -> dict[str, Any]:
    name = "gp_practice_columns.yaml"
    reference: dict[str, Any] = yaml.safe_load(
        resources.files("wholetime.dataset.reference").joinpath(name).read_text("utf-8")
    )
    return reference


ADAPTERS = (
    Adapter(
        name="gp_return_practice_detailed",
        title="General practice workforce, practice level in detail",
        publication="General Practice Workforce, practice level (detailed file), NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("measure", "period_from", "period_to"),
        rank=30,
    ),
)
