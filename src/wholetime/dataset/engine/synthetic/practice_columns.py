"""General practice workforce by practice in the publication's wide layout: patients, groups, roles, sexes, ages."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.mapping.reference import reference_yaml
from wholetime.dataset.engine.synthetic.margins import Margins
from wholetime.dataset.engine.synthetic.practices import SEXES, Practices, above
from wholetime.dataset.engine.synthetic.staff_lists import Lists
from wholetime.dataset.engine.synthetic.system import REGION, SYSTEM

PROVIDED, LEFT_OUT = "Fully provided", "Fully estimated - no data provided"
UNDER = {"gp": 30}
"""The first age band of GPs is open at 30, that of other groups at 25."""


def detailed(lists: Lists, practices: Practices, staff: pl.DataFrame, lost: pl.DataFrame, day: date) -> pl.DataFrame:
    """One row for each practice: patients, and staff by group, role, sex and age, as in the detailed file.

    A group that the return lacks (``lost``: org, source) is NA in every column, and its source says so.
    """
    patients = _patients(lists, practices, day)
    columns = _columns(lists)
    counted = counts(lists.margins, staff).pivot(on="column", index="org", values="value", aggregate_function="sum")
    absent = [pl.lit(0.0).alias(name) for name in columns if name not in counted.columns]
    wide = patients.join(counted, left_on="prac_code", right_on="org", how="left", maintain_order="left")
    names = sorted(set(columns.values()))
    wide = wide.with_columns(*absent, *(_says(name, lost) for name in names))
    written = [_written(name, source).alias(name) for name, source in columns.items()]
    month = [pl.lit(str(day.year)).alias("year"), pl.lit(f"{day.month:02d}").alias("month")]
    return wide.select(*patients.columns, *names, *written, *month)


def _patients(lists: Lists, practices: Practices, day: date) -> pl.DataFrame:
    codes = pl.Series([lists.system.employers[at].code for at in practices.employer])
    where, known = above(lists, codes), practices.registered(day)
    by_sex = dict(zip(SEXES, np.split(known, len(SEXES), axis=1), strict=True))
    ages = reference_yaml("gp_practice_columns")["patient_ages"]
    cells = {f"{sex}_patients_{age}": by_sex[sex][:, at] for sex in ("male", "female") for at, age in enumerate(ages)}
    return pl.DataFrame(
        {
            "prac_code": codes,
            "prac_name": where["name"],
            "pcn_code": where["network"],
            "pcn_name": where["network_name"],
            "sub_icb_code": where["place"],
            "sub_icb_name": where["place_name"],
            "icb_code": [SYSTEM] * len(codes),
            "icb_name": where["system_name"],
            "region_code": [REGION] * len(codes),
            "region_name": where["region_name"],
            "total_patients": known.sum(axis=1),
            **{f"total_{sex}": by_sex[sex].sum(axis=1) for sex in ("male", "female")},
            **cells,
        }
    )


def _columns(lists: Lists) -> dict[str, str]:
    """Every staff column to write, with its source column."""
    named = lists.margins.raw["practice_return"].values()
    found = {
        f"{sex}_{prefix}_{part}": one["source"]
        for one in named
        for prefix in one["columns"]
        for sex in ("total", "male", "female")
        for part in ("hc", "fte", *(f"hc_{age}" for age in _ages(prefix)))
    }
    reference = reference_yaml("gp_practice_columns")
    sources = reference["sources"]
    return found | {
        f"total_{stem}_{basis}": sources["gp" if role["group"].startswith("g") else role["group"]]
        for stem, role in reference["roles"].items()
        for basis in ("hc", "fte")
    }


def _ages(prefix: str) -> list[str]:
    """The age bands of a group's columns."""
    gps = prefix.split("_")[0] in UNDER
    without = ("under25", "25to29") if gps else ("under30",)
    return [age for age in reference_yaml("gp_practice_columns")["staff_ages"] if age not in without]


def counts(margins: Margins, staff: pl.DataFrame) -> pl.DataFrame:
    """Rows of org, column and value: each person once in every column that counts them."""
    named = margins.raw["practice_return"]
    prefixes = pl.DataFrame({"group": list(named), "prefix": [one["columns"] for one in named.values()]})
    each = staff.join(prefixes, on="group", how="left", maintain_order="left").explode("prefix")
    group, role = pl.col("prefix"), pl.col("stem")
    age = age_band(pl.col("age"), pl.when(group.str.starts_with("gp")).then(30).otherwise(25))
    one = pl.lit(1.0)
    parts = [_part(staff, pl.format("total_{}_hc", role), one), _part(staff, pl.format("total_{}_fte", role), _FTE)]
    for sex in (pl.lit("total"), pl.col("sex")):
        parts.append(_part(each, pl.format("{}_{}_hc", sex, group), one))
        parts.append(_part(each, pl.format("{}_{}_fte", sex, group), _FTE))
        parts.append(_part(each, pl.format("{}_{}_hc_{}", sex, group, age), one))
    return pl.concat(parts)


_FTE = pl.col("fte")


def _part(staff: pl.DataFrame, column: pl.Expr, value: pl.Expr) -> pl.DataFrame:
    named = staff.select("org", column.alias("column"), value.alias("value"))
    return named.group_by("org", "column", maintain_order=True).agg(pl.col("value").sum())


def age_band(age: pl.Expr, first: pl.Expr) -> pl.Expr:
    """Five-year bands as the columns name them: under30 (or whatever ``first`` is), 30to34 … 70plus."""
    low = age // 5 * 5
    return (
        pl.when(age < first).then(pl.format("under{}", first))
        .when(age >= 70).then(pl.lit("70plus"))
        .otherwise(pl.format("{}to{}", low, low + 4))
    )  # fmt: skip


def _says(source: str, lost: pl.DataFrame) -> pl.Expr:
    without = lost.filter(pl.col("source") == source)["org"].to_list()
    says = pl.when(pl.col("prac_code").is_in(without)).then(pl.lit(LEFT_OUT)).otherwise(pl.lit(PROVIDED))
    return says.alias(source)


def _written(column: str, source: str) -> pl.Expr:
    value = pl.col(column).fill_null(0.0).round(6)
    text = (value.cast(pl.Int64) if f"{column}_".find("_hc_") > 0 else value).cast(pl.String)
    return pl.when(pl.col(source) == LEFT_OUT).then(pl.lit("NA")).otherwise(text)
