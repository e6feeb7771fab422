"""What was measured of rosters, kept row by row, so that a bench may be broken off and taken up again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

KEPT = Path(__file__).parent / "rostering.json"

type Key = tuple[str, str, float, int]
"""Set (curtois, inrc2 or stages), instance, seconds, seed."""


class Row(TypedDict):
    """What was measured on one instance; ``bound`` is proven, ``megabytes`` the most memory used at one time.

    ``processor``: the seconds are of processor time. ``load``: of the machine in the last quarter of an hour.
    ``engine``: the commit that was measured.
    """

    set: str
    instance: str
    limit: float
    seed: int
    processor: bool
    penalty: int
    bound: int
    status: str
    seconds: float
    first: float
    megabytes: int
    load: float
    engine: str
    cp_sat: int | None
    highs: int | None


def read_rows() -> dict[Key, Row]:
    """All rows kept."""
    rows: list[Row] = json.loads(KEPT.read_text()) if KEPT.exists() else []
    return {key_of(row): row for row in rows}


def keep(row: Row) -> None:
    """Keep a row, in place of an older one of the same key; read anew, for others may have written."""
    rows = read_rows() | {key_of(row): row}
    ordered = sorted(rows.values(), key=lambda one: (one["set"], len(one["instance"]), one["instance"], one["limit"]))
    KEPT.write_text("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in ordered) + "\n]\n")


def key_of(row: Row) -> Key:
    return row["set"], row["instance"], row["limit"], row["seed"]
