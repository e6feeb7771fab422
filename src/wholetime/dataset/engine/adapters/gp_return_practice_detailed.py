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
from wholetime.dataset.engine.frames import BREAKDOWNS, Status, Table
from wholetime.dataset.engine.shaping import census, measured, observations, rolled_up
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
    plan = [entry for entry in _plan() if raw.layout.has(entry["column"])]
    sift = Sift(raw.frame).code("org", "prac_code").year_and_month("day", "year", "month")
    for source in _reference()["sources"].values():
        sift.text(source, source, required=False) if raw.layout.has(source) else None
    for entry in plan:
        sift.decimal(entry["column"], entry["column"], missing=("NA",), required=False)
    good = census(sift.good(), "day").with_columns(sector=pl.lit("general_practice"))
    parts = [_observed(good, entry) for entry in plan]
    columns = pl.DataFrame(schema=dict.fromkeys(BREAKDOWNS, pl.String))
    long = pl.concat([columns, *parts], how="diagonal")
    return Reading(observations(_with_sums(_trainees_apart(long))), sift.refusals())


def _observed(good: pl.DataFrame, entry: dict[str, str]) -> pl.DataFrame:
    breakdowns = {name: entry[name] for name in ("staff_group", "role", "sex", "age_band") if name in entry}
    source = _reference()["sources"].get(entry.get("staff_group", ""), "")
    rows = measured(good, entry["column"], entry["measure"], **breakdowns)
    if source not in good.columns:
        return rows
    estimated = good.filter(pl.col(source).str.contains("(?i)estimated"))["row"]
    filled = pl.col("row").is_in(estimated.implode()) & (pl.col("status") == Status.REPORTED.value)
    return rows.with_columns(status=pl.when(filled).then(pl.lit(Status.ESTIMATED.value)).otherwise("status"))


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
def _plan() -> tuple[dict[str, str], ...]:
    """Every column to read and what it is."""
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
    return tuple(plan)


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
