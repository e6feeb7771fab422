"""Wholetime's own open layout for counts that somebody has already made: one number a row, with its labels.

Columns: period, org, measure, value; and where they apply sector, status and the breakdowns staff_group, role, sex,
age_band, ethnicity, nationality, detail. An empty breakdown means *not broken down by this*.
"""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import BREAKDOWNS, Status, Table
from wholetime.dataset.engine.measures import measures
from wholetime.dataset.engine.shaping import measured, observations
from wholetime.dataset.engine.sift import MISSING, SUPPRESSED, Sift
from wholetime.dataset.engine.staff_groups import group_labels
from wholetime.kernel.period import PeriodError, parse_period

SECTORS = ("nhs_trust", "other_nhs", "general_practice", "social_care", "voluntary", "population")
SEXES = ("Female", "Male", "Unknown")
PERIOD = "is not a period: write 2024-04, 2023/24, 2024-04-30 or 2024-04-01/2024-06-30"


def recognise(layout: Layout) -> bool:
    return layout.has("period", "org", "measure", "value") and not layout.has("prac_code")


def read(raw: RawTable) -> Reading:
    """The counts as they are; unknown measures, sectors and staff groups are refused."""
    sift = Sift(raw.frame).text("period", "period").code("org", "org", r"[A-Z0-9][A-Z0-9._-]{1,19}")
    sift.category("measure", "measure", {name: name for name in measures()}, "measure")
    sift.decimal("value", "value", least=None, suppressed=SUPPRESSED, missing=MISSING)
    _read_labels(sift, raw.layout)
    periods = _periods(sift.typed("period"))
    sift.refuse("period", sift.typed("period").is_not_null() & periods["period_from"].is_null(), PERIOD)
    good = sift.good().join(periods.unique("period"), on="period", how="left", maintain_order="left")
    return Reading(observations([_with_status(measured_as_named(good))]), sift.refusals())


def measured_as_named(good: pl.DataFrame) -> pl.DataFrame:
    """Rows of every measure in ``good``, each under its own name."""
    parts = [measured(rows, "value", str(name)) for (name,), rows in good.group_by("measure", maintain_order=True)]
    given = good.select("row", *(name for name in ("given_status",) if name in good.columns))
    return (pl.concat(parts) if parts else measured(good, "value", "")).join(given, on="row", how="left")


def _read_labels(sift: Sift, layout: Layout) -> None:
    if layout.has("sector"):
        sift.category("sector", "sector", {name: name for name in SECTORS}, "sector", required=False)
    if layout.has("staff_group"):
        sift.category("staff_group", "staff_group", group_labels("counts"), "staff group", required=False)
    if layout.has("sex"):
        sift.category("sex", "sex", {name: name for name in SEXES}, "sex: Female, Male or Unknown", required=False)
    for name in BREAKDOWNS:
        if name not in ("staff_group", "sex") and layout.has(name):
            sift.text(name, name, required=False)
    if layout.has("status"):
        known = {status.value: status.value for status in Status}
        sift.category("given_status", "status", known, "status: reported, estimated or suppressed", required=False)


def _with_status(long: pl.DataFrame) -> pl.DataFrame:
    """A status given in the file, where it does not contradict the value."""
    if "given_status" not in long.columns:
        return long
    estimated = (pl.col("given_status") == Status.ESTIMATED.value) & (pl.col("status") == Status.REPORTED.value)
    status = pl.when(estimated).then(pl.lit(Status.ESTIMATED.value)).otherwise("status")
    return long.with_columns(status=status).drop("given_status")


def _periods(texts: pl.Series) -> pl.DataFrame:
    """For each row the text and the days it means, null where it means none."""
    read = {text: _days(text) for text in texts.drop_nulls().unique()}
    schema = {"period": pl.String, "period_from": pl.Date, "period_to": pl.Date}
    rows = [(text, *days) for text, days in read.items()]
    known = pl.DataFrame(rows, schema=schema, orient="row")
    return texts.to_frame("period").join(known, on="period", how="left", maintain_order="left")


def _days(text: str) -> tuple[object, object]:
    try:
        period = parse_period(text)
    except PeriodError:
        return None, None
    return period.start, period.end


ADAPTERS = (
    Adapter(
        name="counts",
        title="Counts in wholetime's own layout",
        publication="the organisation that sent the file",
        licence="as stated by the sender",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("measure", "period_from", "period_to", "org"),
        rank=15,
    ),
)
