"""Everything that somebody may take away, in open formats, with a dictionary that says what each column is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import Scope, database_dictionary, export_database, operator_scope, reached_codes, within
from wholetime.dataset.engine.dictionary import dictionary
from wholetime.dataset.engine.frames import SCHEMAS, Table
from wholetime.dataset.engine.json_schema import json_schema
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.loads import loads_in
from wholetime.dataset.queries.permits import loading_scope

FORMATS = {"csv": "(format csv, header true)", "parquet": "(format parquet, compression zstd)"}

PERSONAL = frozenset({"information", "administrator"})
"""Roles that may take rows about single people, and small numbers of restricted returns, out of the system."""

LEADING = ("=", "+", "-", "@", "\t", "\n", "\r")
"""What a text may begin with that a spreadsheet takes for a formula."""
LEAD = ", ".join(f"chr({ord(one)})" for one in LEADING)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Taking:
    """Published rows of ``scope``; rows about people and restricted returns of ``personal`` only."""

    scope: Scope
    personal: Scope
    account: Any = None


def all_of_it() -> Taking:
    """For the command line."""
    return Taking(operator_scope(), operator_scope())


def taking_of(account: Any, scope: Scope) -> Taking:
    """What ``account`` may take of ``scope``."""
    return Taking(scope, loading_scope(account, PERSONAL), account)


def export_tables(folder: Path, form: str, progress: Progress, taking: Taking | None = None) -> list[Path]:
    """Write each table of the lake, the organisations, the loads and a dictionary into ``folder``.

    Without ``taking`` everything, and every record of the database as well; keys and passwords never. People in the
    lake are pseudonymised. In CSV a text that could be taken for a formula has an apostrophe before it; Parquet holds
    it as it is. Raises KeyError for a form that is not in FORMATS.
    """
    wanted, option = taking or all_of_it(), FORMATS[form]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for done, table in enumerate(Table):
        progress(done, len(Table), str(table))
        file = folder / f"{table}.{form}"
        _copy_out(table, wanted, file, option, form)
        written.append(file)
    described = dictionary()
    if wanted.scope.everything and reached_codes() is None:
        written += export_database(folder / "database", lambda said: progress(len(Table) - 1, len(Table), said))
        described = pl.concat([described, database_dictionary()])
    for name, frame in (
        ("organisations", within(wanted.scope, timezone.localdate())),
        ("loads", _loads(wanted)),
        ("dictionary", described),
    ):
        file = folder / f"{name}.{form}"
        _guarded(frame).write_csv(file) if form == "csv" else frame.write_parquet(file)
        written.append(file)
    schema = folder / "schema.json"
    schema.write_text(json.dumps(json_schema(described), ensure_ascii=False, indent=1), encoding="utf-8")
    progress(len(Table), len(Table), "done")
    return [*written, schema]


def _copy_out(table: Table, taking: Taking, file: Path, option: str, form: str) -> None:
    known = lake()
    columns = ", ".join(_column(name, kind, form) for name, kind in SCHEMAS[table].items())
    name = str(file).replace("'", "''")
    connection = known.backend.con
    for view, scope in (("export_scope", taking.scope), ("export_personal", taking.personal)):
        connection.register(view, _codes(scope).to_arrow())
    reached = reached_codes()
    connection.register("export_reach", pl.DataFrame({"code": sorted(reached or ())}, {"code": pl.String}).to_arrow())
    where = _where(table, taking, bounded=reached is not None)
    connection.execute(f"copy (select {columns} from {table} {where}) to '{name}' {option}")  # noqa: S608  our names


def _column(name: str, kind: object, form: str) -> str:
    if form != "csv" or kind is not pl.String:
        return f'"{name}"'
    return f"""case when left("{name}", 1) in ({LEAD}) then '''' || "{name}" else "{name}" end as "{name}\""""


def _guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows, each text that looks like a formula with an apostrophe before it."""
    text = pl.col(pl.String)
    return frame.with_columns(
        pl.when(text.str.slice(0, 1).is_in(LEADING)).then(pl.lit("'") + text).otherwise(text).name.keep()
    )


def _codes(scope: Scope) -> pl.DataFrame:
    return within(scope).select("code") if scope.roots else pl.DataFrame(schema={"code": pl.String})


def _where(table: Table, taking: Taking, *, bounded: bool) -> str:
    """The rows to take; ``bounded`` by what the database says may be seen, whatever ``taking`` says."""
    asked = _asked(table, taking)
    open_to_all = "slice in (select slice from slices where not restricted)"
    reached = f"(org in (select code from export_reach) or {open_to_all})" if bounded else ""  # noqa: S608  our names
    both = [f"({condition})" for condition in (asked, reached) if condition]
    return f"where {' and '.join(both)}" if both else ""


def _asked(table: Table, taking: Taking) -> str:
    if taking.scope.everything:
        return ""
    personal = "org in (select code from export_personal) and org in (select code from export_scope)"
    if table is not Table.OBSERVATION:
        return personal
    published = "slice in (select slice from slices where not restricted) and org in (select code from export_scope)"
    return f"{personal} or ({published})"


def _loads(taking: Taking) -> pl.DataFrame:
    columns = ["key", "adapter", "publication", "licence", "file_name", "sha256", "synthetic", "state", "committed_at"]
    found = loads_in(taking.scope, taking.account).order_by("staged_at").values_list(*columns)
    rows = [(str(key), *rest) for key, *rest in found]
    kinds: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(columns, pl.String)
    kinds |= {"synthetic": pl.Boolean, "committed_at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(rows, schema=kinds, orient="row")
