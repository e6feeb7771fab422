"""The panels that the forecaster is measured on, made from published files in the folder that WHOLETIME_DATA names.

Files may be plain or gzip. Six panels are those the forecaster must do well on, and were looked at while it was made.
Of the held-out ones A&E of 2016–19 and direct care by practice were not looked at at all; of the others, how often
their intervals held when the widening for few origins was chosen.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl

from wholetime.forecast.engine.panel import Panel, panel_of

_PRACTICES = "gp_workforce/gp_workforce_practice_fy_staffgroups_2016_2024"
_ALLOCATION = "population/icb_allocation_practice_weighted_pop_2025_26"
_COUNCILS = "adult_social_care/oflog_asc_metrics_by_la_to_2021-22"
_AE_BEFORE, _AE_SINCE = "ae_activity/nhsr_ae_attendances_2016-04_2019-03", "ae_activity/healthyr_trust_ae_monthly"
_ABOVE_AUTHORITY = ["Country", "Region", "County", "Metropolitan County"]


class AbsentError(Exception):
    """A file that a panel needs is not in the folder."""


def folder() -> Path:
    return Path(os.environ.get("WHOLETIME_DATA") or "data")


def _read(name: str) -> pl.DataFrame:
    for ending in (".csv", ".csv.gz"):
        path = folder() / f"{name}{ending}"
        if path.exists():
            return pl.read_csv(path, infer_schema_length=0, encoding="utf8-lossy")
    raise AbsentError(f"{name}.csv")


def _panel(frame: pl.DataFrame) -> Panel:
    """Of columns entity, time and value; rows without a figure are left out."""
    figures = frame.with_columns(
        pl.col("value").cast(pl.String).str.replace_all(",", "").cast(pl.Float64, strict=False)
    )
    kept = figures.drop_nulls().sort("entity", "time")
    return panel_of(kept["entity"].to_list(), kept["time"].to_list(), kept["value"].to_list())


def _practice(column: str) -> Callable[[], Panel]:
    return lambda: _panel(_read(_PRACTICES).select(entity="Practice.Code", time="Year", value=column))


def _place(column: str) -> Callable[[], Panel]:
    """Local authorities, by the practices that the allocation of 2025/26 still knows."""

    def make() -> Panel:
        places = _read(_ALLOCATION).select("Practice_Code", "LTLA").drop_nulls()
        rows = _read(_PRACTICES).join(places, left_on="Practice.Code", right_on="Practice_Code")
        value = pl.col(column).cast(pl.Float64, strict=False).sum()
        return _panel(rows.group_by(entity="LTLA", time="Year").agg(value=value))

    return make


def _council(measure: str) -> Callable[[], Panel]:
    rows = pl.col("Measure") == measure
    return lambda: _panel(
        _read(_COUNCILS).filter(rows).select(entity="Local authority code", time="Financial year", value="Value")
    )


def _networks() -> Panel:
    frames = []
    for path in sorted((folder() / "pcn_workforce").glob("*_individual.csv*")):
        rows = pl.read_csv(path, infer_schema_length=0, encoding="utf8-lossy")
        time = pl.col("CENSUS_YEAR") + "-" + pl.col("CENSUS_MONTH").str.zfill(2)
        frames.append(rows.select(entity="PCN_CODE", time=time, value=pl.col("FTE").cast(pl.Float64, strict=False)))
    for path in sorted((folder() / "pcn_workforce").glob("*_by_network.csv*")):
        rows = pl.read_csv(path, infer_schema_length=0)
        value = pl.col("wte").cast(pl.Float64, strict=False)
        frames.append(rows.select(entity="pcn_code", time=pl.col("quarter_end").str.slice(0, 7), value=value))
    if not frames:
        raise AbsentError("pcn_workforce/*.csv")
    return _panel(pl.concat(frames).group_by("entity", "time").agg(pl.col("value").sum()))


def _since(column: str) -> pl.DataFrame:
    return _read(_AE_SINCE).select(entity="nhs_trust22_code", time="date", value=column)


def _before() -> pl.DataFrame:
    value = pl.col("attendances").cast(pl.Float64, strict=False).sum()
    return _read(_AE_BEFORE).group_by(entity="org_code", time=pl.col("period").str.slice(0, 7)).agg(value=value)


def _ae() -> Panel:
    """Trusts of 2022, from April 2016, with two years missing that nobody publishes."""
    since = _since("total_attendances").with_columns(
        time=pl.col("time").str.to_date("%B %Y").dt.strftime("%Y-%m"),
        value=pl.col("value").cast(pl.Float64, strict=False),
    )
    return _panel(pl.concat([_before().filter(pl.col("entity").is_in(since["entity"].unique().to_list())), since]))


def _population() -> Panel:
    rows = _read("population/ons_la_population_series_mye4").filter(~pl.col("Geography").is_in(_ABOVE_AUTHORITY))
    years = [column for column in rows.columns if "Mid-" in column]
    long = rows.unpivot(index="Code", on=years, variable_name="time", value_name="value")
    return _panel(long.select(entity="Code", time=pl.col("time").str.strip_chars(), value="value"))


BUNDLED: dict[str, Callable[[], Panel]] = {
    "GPs by practice (FTE)": _practice("TOTAL_GP_EXTGL_FTE"),
    "GPs by place (FTE)": _place("TOTAL_GP_EXTGL_FTE"),
    "care turnover by council": _council("Outcome, Workforce turnover rate"),
    "network staff by quarter (FTE)": _networks,
    "A&E by trust, monthly": _ae,
    "population by authority": _population,
}
HELD_OUT: dict[str, Callable[[], Panel]] = {
    "direct care by practice (FTE)": _practice("TOTAL_DPC_FTE"),
    "nurses by place (FTE)": _place("TOTAL_NURSES_FTE"),
    "administrators by place (FTE)": _place("TOTAL_ADMIN_FTE"),
    "short-term care outcome by council": _council("Outcome, Outcome of short-term services: sequel to service"),
    "A&E by organisation 2016–19, monthly": lambda: _panel(_before()),
}
