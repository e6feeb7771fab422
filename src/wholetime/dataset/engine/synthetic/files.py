"""Writes the files, with the headings and codes of the mapping files that the adapters read them by."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from wholetime.dataset.engine.mapping import Mapping, mappings_of
from wholetime.dataset.engine.mapping.reference import code_list


def layout(source: str, version: str | None = None) -> Mapping:
    """The mapping of a source: the version named, or the newest."""
    return next(one for one in mappings_of(source) if version in (None, one.version))


def write(frame: pl.DataFrame, mapping: Mapping, path: Path) -> None:
    """Write the columns of ``frame`` that ``mapping`` knows, in its order and under its headings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = {name: heading for name, heading in mapping.headings.items() if name in frame.columns}
    columns = [_cells(frame, mapping, name).alias(heading) for name, heading in held.items()]
    frame.select(columns).write_csv(path)


def _cells(frame: pl.DataFrame, mapping: Mapping, name: str) -> pl.Expr:
    if isinstance(frame.schema[name], pl.Date):
        return pl.col(name).dt.to_string("%d/%m/%Y")
    listed = mapping.values.get(name)
    if listed is None or name in ("ethnicity", "sector"):
        return pl.col(name)
    return pl.col(name).replace_strict(codes_back(listed), default=None, return_dtype=pl.String)


@cache
def codes_back(listed: str) -> dict[str, str]:
    """For each of wholetime's words, the first code of a list that stands for it."""
    back: dict[str, str] = {}
    for code, word in code_list(listed).items():
        if word is not None:
            back.setdefault(word, code)
    return back


def month_name(day: date) -> str:
    return f"{day:%Y-%m}"
