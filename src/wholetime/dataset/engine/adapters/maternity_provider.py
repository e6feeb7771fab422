"""Maternity statistics by provider and financial year: deliveries and babies, rounded to 5 at source.

Which dimensions are read, and as what, is reference data: dataset/reference/maternity_dimensions.yaml. National and
regional rows are passed over, after the national total has been compared with the providers' sum: the published
totals differ from it by more than rounding in every year, which is said.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import polars as pl
import yaml

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, observations, summed, trust_sector, year_period
from wholetime.dataset.engine.sift import SUPPRESSED, Sift

LEVELS = {"Provider": "provider", "NHS England (Region)": "region", "National": "national"}
TOTALS = ("TotalDeliveries", "TotalBabies")
HALF_ROUNDING = 2.5
"""Every published number is rounded to 5 and so at most 2.5 from the true one."""


def recognise(layout: Layout) -> bool:
    return layout.has("Period", "Dimension", "Org_Level", "Org_Code", "Measure", "Count_Of", "Value")


def read(raw: RawTable) -> Reading:
    """Deliveries and babies by provider, in total and by one dimension at a time."""
    sift = (
        Sift(raw.frame.filter(_is_wanted()))
        .financial_year("year_end", "Period")
        .category("level", "Org_Level", LEVELS, "level")
    )
    sift.text("org", "Org_Code").text("dimension", "Dimension").text("label", "Measure", required=False)
    sift.text("count_of", "Count_Of").decimal("value", "Value", suppressed=SUPPRESSED)
    strange = (sift.typed("level") == "provider") & ~sift.typed("org").str.contains(r"^[A-Z0-9]{3,6}$")
    sift.refuse("Org_Code", strange.fill_null(value=False), "does not look like a code of this kind")
    good = year_period(sift.good()).with_columns(trust_sector())
    providers = good.filter(pl.col("level") == "provider")
    return Reading(observations(_observed(providers)), sift.refusals(), _notes(raw, good))


def _observed(providers: pl.DataFrame) -> list[pl.DataFrame]:
    totals = [
        measured(providers.filter(pl.col("dimension") == name), "value", measure)
        for name, measure in zip(TOTALS, ("deliveries", "babies"), strict=True)
    ]
    return [*totals, *(_dimension(providers, name, entry) for name, entry in _dimensions().items())]


def _dimension(providers: pl.DataFrame, name: str, entry: dict[str, Any]) -> pl.DataFrame:
    rows = providers.filter(pl.col("dimension") == name)
    missing = pl.col("label").str.contains(r"(?i)^missing value|^not known|^unknown")
    label = pl.when(missing).then(pl.lit("Unknown")).otherwise(pl.col("label").replace(entry.get("labels", {})))
    rows = measured(rows.with_columns(label.alias(entry["column"])), "value", entry["measure"])
    keys = [column for column in rows.columns if column not in ("row", "value", "status")]
    # "Not known" and "Missing value" become one label, so their numbers are added.
    return summed(rows, keys)


def _notes(raw: RawTable, good: pl.DataFrame) -> tuple[str, ...]:
    notes = [_gap(good, name) for name in TOTALS]
    if above := good.filter(pl.col("level") != "provider").height:
        notes.insert(0, f"{above} national and regional rows, which count the same deliveries again")
    if other := raw.frame.height - raw.frame.filter(_is_wanted()).height:
        notes.append(f"{counted(other, 'row')} of dimensions that do not bear on the workforce")
    return tuple(note for note in notes if note)


def _gap(good: pl.DataFrame, dimension: str) -> str:
    """How far the national total is from the providers' sum, where rounding cannot explain it; else empty."""
    rows = good.filter(pl.col("dimension") == dimension)
    national, providers = (rows.filter(pl.col("level") == level) for level in ("national", "provider"))
    total, summed = int(national["value"].sum()), int(providers["value"].sum())
    if not national.height or not providers.height or abs(total - summed) <= HALF_ROUNDING * (providers.height + 1):
        return ""
    return f"the national {dimension} is {total:,} and the providers' rows add up to {summed:,}: both are as published"


def _is_wanted() -> pl.Expr:
    return pl.col("Dimension").str.strip_chars().is_in([*_dimensions(), *TOTALS])


@cache
def _dimensions() -> dict[str, dict[str, Any]]:
    text = resources.files("wholetime.dataset.reference").joinpath("maternity_dimensions.yaml").read_text("utf-8")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)["dimensions"]
    return found


ADAPTERS = (
    Adapter(
        name="maternity_provider",
        title="Maternity deliveries by provider",
        publication="NHS Maternity Statistics, HES and MSDS measures by provider, NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        cadence_days=366,
    ),
)
