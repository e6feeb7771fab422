"""Data quality as tables, for pages and downloads alike."""

from __future__ import annotations

import polars as pl

from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.dataset.queries.loads import source_titles

ORG = Column("name", "Organisation")
SOURCE = Column("source", "Source")
FIELD = Column("field", "Field")
RECORDS = Column("records", "Records", Kind.NUMBER)
PERCENT = Column("percent", "Complete", Kind.PERCENT, 1)

FIRST = (
    Column("what", "Fill in"),
    ORG,
    Column("missing", "Records without it", Kind.NUMBER),
    Column("wte_missing", "WTE of these", Kind.NUMBER, 1),
    Column("percent", "Complete now", Kind.PERCENT, 1),
    Column("gain", "Adds, in points of your whole area", Kind.NUMBER, 2),
)
FIELDS = (FIELD, SOURCE, RECORDS, Column("filled", "Filled in", Kind.NUMBER), PERCENT)
ORGS = (ORG, Column("org", "Code"), FIELD, SOURCE, RECORDS, Column("filled", "Filled in", Kind.NUMBER), PERCENT)
RULES = (
    Column("message", "What is wrong"),
    Column("severity", "How grave"),
    RECORDS,
    Column("broken", "Records with it", Kind.NUMBER),
    Column("percent", "Sound", Kind.PERCENT, 1),
)
AGES = (
    SOURCE,
    ORG,
    Column("newest", "Newest data", Kind.DATE),
    Column("due", "Next was due by", Kind.DATE),
    Column("late_days", "Days late", Kind.NUMBER),
)
CHASE = (
    ORG,
    Column("org", "Code"),
    Column("state", "State"),
    Column("newest", "Newest return", Kind.DATE),
    Column("late_days", "Days late", Kind.NUMBER),
    Column("why", "Why"),
)
WORKLIST = (
    Column("employee_number", "Employee number"),
    ORG,
    Column("org", "Code"),
    Column("job_role", "Job role"),
    Column("area_of_work", "Area of work"),
    Column("band", "Band"),
    Column("fte", "WTE", Kind.NUMBER, 2),
    Column("occupation_code", "Code now"),
    Column("proposed", "Proposed code"),
    Column("reason", "Why"),
    Column("source", "Rule from"),
)


def as_table(caption: str, columns: tuple[Column, ...], frame: pl.DataFrame, source: str = "") -> Table:
    """The rows of ``frame`` under ``columns``, words for codes."""
    if frame.is_empty():
        return Table(caption, columns, (), (), source)
    shown = frame.with_columns(_words(frame))
    rows = tuple(shown.select([column.key for column in columns]).iter_rows())
    return Table(caption, columns, rows, (), source)


def _words(frame: pl.DataFrame) -> list[pl.Expr]:
    found = []
    if "source" in frame.columns:
        found.append(pl.col("source").replace(source_titles()))
    if "field" in frame.columns:
        words = pl.col("field").str.replace_all("_", " ")
        field = (words.str.slice(0, 1).str.to_uppercase() + words.str.slice(1)).replace({"Fte": "WTE"})
        found += [field.alias("field"), field.alias("what")]
    if "state" in frame.columns:
        found.append(pl.col("state").replace({"never": "Never sent", "late": "Late", "thin": "Thin"}))
    if "share" in frame.columns and "percent" not in frame.columns:
        found.append((100 * pl.col("share")).alias("percent"))
    if "org" in frame.columns and "name" in frame.columns:
        found.append(pl.when(pl.col("org") == "").then(pl.lit("Everybody")).otherwise(pl.col("name")).alias("name"))
    return found
