"""What is held about somebody, part by part: one value for the page, the file and the answer to a program."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wholetime.chassis.engine.exports.delimited import csv_text
from wholetime.chassis.engine.retention import Keeping

type Value = str | int | bool | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind. ``came_from`` says in words where they are from, ``keeping`` how long they are kept."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    came_from: str
    keeping: Keeping

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.name}: a row does not have the {len(self.columns)} cells of the columns")


def plain(value: Value) -> str | int | bool | None:
    """A value as JSON and CSV have it: moments and days by ISO 8601, decimals as text, so that none is rounded."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def as_json(parts: Iterable[Part], made_at: datetime) -> dict[str, Any]:
    """Everything as one object."""
    return {"made_at": made_at.isoformat(), "parts": [_part(part) for part in parts]}


def _part(part: Part) -> dict[str, Any]:
    rows = [dict(zip(part.columns, map(plain, row), strict=True)) for row in part.rows]
    return {
        "part": part.name,
        "title": part.title,
        "came_from": part.came_from,
        "kept": part.keeping.text,
        "counted_from": part.keeping.counted_from,
        "rows": rows,
    }


def as_zip(parts: Sequence[Part], made_at: datetime) -> bytes:
    """about-me.json with everything, a CSV of each part, and contents.csv, which says what each is."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about-me.json", json.dumps(as_json(parts, made_at), ensure_ascii=False, indent=1))
        heading = ("file", "what it is", "rows", "where it came from", "how long it is kept", "counted from")
        about = [
            (
                f"{part.name}.csv",
                part.title,
                len(part.rows),
                part.came_from,
                part.keeping.text,
                part.keeping.counted_from,
            )
            for part in parts
        ]
        archive.writestr("contents.csv", csv_text([heading, *about]))
        for part in parts:
            rows = [[plain(value) for value in row] for row in part.rows]
            archive.writestr(f"{part.name}.csv", csv_text([part.columns, *rows]))
    return found.getvalue()
