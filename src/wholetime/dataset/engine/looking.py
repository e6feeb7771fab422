"""When somebody looks at unusually many people's records: docs/methods/looking.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class Limits:
    """``least`` people a day are never unusual below; ``times`` the usual is unusual; a usual is known from
    ``known_days`` days on; where none is known, ``alone`` people are unusual."""

    least: int
    times: float
    known_days: int
    alone: int


def unusual(days: pl.DataFrame, day: date, limits: Limits) -> pl.DataFrame:
    """The accounts whose looking on ``day`` is unusual.

    ``days`` has one row for each account and day with looking: account, role, day and people, the number of different
    people looked at. Gives account, people, own_usual and role_usual, which are medians over the earlier days, of the
    account and of the others in its role; null where fewer than ``known_days`` are known.
    """
    earlier = days.filter(pl.col("day") < day)
    found = days.filter(pl.col("day") == day, pl.col("people") >= limits.least)
    rows = [
        (account, people, *_usual(earlier, account, role, limits)) for account, role, _, people in found.iter_rows()
    ]
    schema = {"account": pl.Int64, "people": pl.Int64, "own_usual": pl.Float64, "role_usual": pl.Float64}
    known = pl.DataFrame(rows, schema=schema, orient="row")
    usual = pl.max_horizontal("own_usual", "role_usual")
    return known.filter(
        (usual.is_null() & (pl.col("people") >= limits.alone)) | (pl.col("people") > limits.times * usual)
    ).sort("account")


def _usual(earlier: pl.DataFrame, account: int, role: str, limits: Limits) -> tuple[float | None, float | None]:
    own = earlier.filter(pl.col("account") == account)
    others = earlier.filter(pl.col("account") != account, pl.col("role") == role)
    return _median(own, limits), _median(others, limits)


def _median(days: pl.DataFrame, limits: Limits) -> float | None:
    found = days["people"].median() if days.height >= limits.known_days else None
    return None if found is None else float(found)  # type: ignore[arg-type]
