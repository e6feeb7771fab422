"""Everything held, in open formats, with a dictionary that says what each column is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import lineage
from wholetime.dataset.engine.dictionary import dictionary
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.models import Load
from wholetime.dataset.queries.lake import lake

FORMATS = {"csv": "(format csv, header true)", "parquet": "(format parquet, compression zstd)"}

Progress = Callable[[int, int, str], None]


def export_tables(folder: Path, form: str, progress: Progress) -> list[Path]:
    """Write each table of the lake, the organisations, the loads and a dictionary into ``folder``.

    People in the lake are pseudonymised. Raises KeyError for a form that is not in FORMATS.
    """
    option = FORMATS[form]
    folder.mkdir(parents=True, exist_ok=True)
    known = lake()
    written = []
    for done, table in enumerate(Table):
        progress(done, len(Table), str(table))
        file = folder / f"{table}.{form}"
        name = str(file).replace("'", "''")
        columns = ", ".join(column for column in known.table(table).columns if column != "sole")  # ours, for speed
        known.backend.con.execute(f"copy (from {table} select {columns}) to '{name}' {option}")
        written.append(file)
    for name, frame in (
        ("organisations", lineage(timezone.localdate())),
        ("loads", _loads()),
        ("dictionary", dictionary()),
    ):
        file = folder / f"{name}.{form}"
        frame.write_csv(file) if form == "csv" else frame.write_parquet(file)
        written.append(file)
    progress(len(Table), len(Table), "done")
    return written


def _loads() -> pl.DataFrame:
    columns = ["key", "adapter", "publication", "licence", "file_name", "sha256", "synthetic", "state", "committed_at"]
    rows = [(str(key), *rest) for key, *rest in Load.objects.order_by("staged_at").values_list(*columns)]
    kinds: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(columns, pl.String)
    kinds |= {"synthetic": pl.Boolean, "committed_at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(rows, schema=kinds, orient="row")
