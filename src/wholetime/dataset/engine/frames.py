"""The canonical frames: what every file becomes before it enters the lake.

``OBSERVATION`` holds numbers that somebody counted (a publication, a return). ``ASSIGNMENT``, ``ABSENCE`` and
``DEPARTURE`` hold pseudonymised people, month by month. Values are exact decimals with six places: the
longest published fraction (network WTE, nine places) then differs by less than 0.01 WTE in 15,000 rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import polars as pl

DECIMAL = pl.Decimal(18, 6)

Columns = dict[str, pl.DataType | type[pl.DataType]]
"""Names and types of a frame's columns, in order."""


class Table(StrEnum):
    """The tables of the lake."""

    OBSERVATION = "observation"
    ASSIGNMENT = "assignment"
    ABSENCE = "absence"
    DEPARTURE = "departure"


class Status(StrEnum):
    """How an observed value came to be. A suppressed value is null."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    SUPPRESSED = "suppressed"


BREAKDOWNS = ("staff_group", "role", "sex", "age_band", "ethnicity", "nationality", "detail")
"""Columns by which an observation may be broken down; null means *not broken down by this*.
A category that the source calls unknown is the text ``Unknown``, never null."""

OBSERVATION: Columns = {
    "measure": pl.String,  # what was counted: headcount, wte, joiners, leavers, fte_days_lost, patients …
    "cut": pl.String,  # the breakdown columns in use, in the order of BREAKDOWNS, joined by "+"; "" is the total
    "period_from": pl.Date,
    "period_to": pl.Date,  # equal to period_from for a census
    "org": pl.String,  # code of any node of the organisation tree
    "sector": pl.String,  # nhs_trust, general_practice, social_care, voluntary, population
    "staff_group": pl.String,
    "role": pl.String,
    "sex": pl.String,  # Female, Male, Unknown
    "age_band": pl.String,  # "25-29", "65+" … as the source has it
    "ethnicity": pl.String,
    "nationality": pl.String,
    "detail": pl.String,  # a breakdown particular to the measure: A&E type, bed type, question …
    "value": DECIMAL,
    "status": pl.String,
}

ASSIGNMENT: Columns = {
    "month": pl.Date,  # the month end of the snapshot
    "org": pl.String,
    "place": pl.String,  # where the work is done, if the source says: a node code
    "team": pl.String,
    "sector": pl.String,
    "person": pl.UInt64,  # keyed hash: the same person in every month and every employer
    "assignment": pl.UInt64,
    "staff_group": pl.String,
    "occupation_code": pl.String,
    "job_role": pl.String,
    "band": pl.String,
    "contract": pl.String,  # permanent, fixed_term, bank, locum, volunteer
    "fte": pl.Decimal(9, 6),
    "sex": pl.String,
    "age": pl.Int16,
    "ethnicity": pl.String,
    "nationality": pl.String,
    "started": pl.Date,  # first day of the month of joining the employer
    "area_of_work": pl.String,  # the specialty or setting of the post, as the record system has it
    "registered_until": pl.Date,  # end of the professional registration; null where none is recorded
    "estimated": pl.Boolean,  # the publisher or employer filled the record in
}

ABSENCE: Columns = {
    "month": pl.Date,
    "org": pl.String,
    "person": pl.UInt64,
    "staff_group": pl.String,
    "reason": pl.String,
    "fte_days_lost": pl.Decimal(9, 4),
}

DEPARTURE: Columns = {
    "month": pl.Date,  # month end of the month in which the person left
    "org": pl.String,
    "person": pl.UInt64,
    "staff_group": pl.String,
    "reason": pl.String,
    "destination": pl.String,
    "fte": pl.Decimal(9, 6),
}

SCHEMAS: dict[Table, Columns] = {
    Table.OBSERVATION: OBSERVATION,
    Table.ASSIGNMENT: ASSIGNMENT,
    Table.ABSENCE: ABSENCE,
    Table.DEPARTURE: DEPARTURE,
}

KEYS: dict[Table, tuple[str, ...]] = {
    Table.OBSERVATION: ("measure", "cut", "period_from", "period_to", "org", "sector", *BREAKDOWNS),
    Table.ASSIGNMENT: ("month", "org", "assignment"),
    Table.ABSENCE: ("month", "org", "person", "reason"),
    Table.DEPARTURE: ("month", "org", "person"),
}
"""The columns that name a row: two rows of one slice may not agree in all of them."""

IDENTITY = {
    "employee_number": pl.String,
    "assignment_number": pl.String,
    "national_insurance": pl.String,
    "first_name": pl.String,
    "last_name": pl.String,
    "date_of_birth": pl.Date,
    "email": pl.String,
}
"""Columns a person-level reading carries beside the canonical ones: they go to the register, never to the lake."""


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """``frame`` with exactly the columns of ``table``: missing ones null, each cast to its type.

    ``cut`` is worked out from the breakdown columns that are not null.
    """
    if table is Table.OBSERVATION:
        frame = frame.with_columns(
            pl.lit(None, pl.String).alias(name) for name in BREAKDOWNS if name not in frame.columns
        )
        frame = frame.with_columns(_cut().alias("cut"))
    schema = SCHEMAS[table]
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    ]
    return frame.select(columns)


def _cut() -> pl.Expr:
    used = [pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in BREAKDOWNS]
    return pl.concat_str(used, separator="+", ignore_nulls=True)


def named_rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of ``frame`` as mappings, all read at once.

    Beside a column of Python objects ``iter_rows`` fetches row by row: 6,000 rows of an answer took 110 ms, here 12 ms.
    """
    names = frame.columns
    return (dict(zip(names, row, strict=True)) for row in frame.rows())
