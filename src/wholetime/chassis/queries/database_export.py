"""The records of the database as CSV, and what each of their columns is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
from django.apps import apps
from django.db import models

from wholetime.chassis.queries.rows import TableRows, columns_of, copied_out_plainly, snapshot, tables

ROOMS = ("chassis", "dataset", "insight")
SECRET = frozenset({"password", "secret", "token", "digest", "key_hash", "secret_hash"})
"""Columns that are nobody's data: with them one could become somebody else."""


def export_database(folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Every table of the rooms with its history, as of one moment, each as a CSV with a heading."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with snapshot():
        for table in _tables():
            say(table.name)
            file = folder / f"{table.name}.csv"
            with file.open("wb") as handle:
                for block in copied_out_plainly(table):
                    handle.write(block)
            written.append(file)
    return written


def database_dictionary() -> pl.DataFrame:
    """Columns table, column, type and meaning of each column that ``export_database`` writes."""
    fields = {model._meta.db_table: model for model in apps.get_models()}  # noqa: SLF001  Django's public name
    rows = [
        (table.name, column, kind, _meaning(fields.get(table.name), column))
        for table in _tables()
        for column, kind in columns_of(table.name)
        if column in table.columns
    ]
    return pl.DataFrame(rows, schema=["table", "column", "type", "meaning"], orient="row")


def _tables() -> list[TableRows]:
    ours = [table for table in tables() if table.name.split("_")[0] in ROOMS]
    return [
        TableRows(table.name, tuple(name for name in table.columns if name not in SECRET), table.size, table.after)
        for table in ours
    ]


def _meaning(model: type[models.Model] | None, column: str) -> str:
    if model is None:
        return column.replace("_", " ")
    field = next(field for field in model._meta.concrete_fields if field.column == column)  # noqa: SLF001
    noun = (model.__doc__ or "").strip().splitlines()[0].replace("``", "") if model.__doc__ else ""
    told = str(field.help_text or field.verbose_name)
    if isinstance(field, models.ForeignKey):
        told += f" ({field.related_model._meta.db_table}.{field.target_field.column})"  # noqa: SLF001
    return f"{told} — of: {noun}" if noun and "(" not in noun[:20] else told
