"""Cleansing worklists: records whose occupation code should be another, by the number the record system knows."""

from __future__ import annotations

import polars as pl

from wholetime.chassis.api import Scope, within
from wholetime.dataset.engine.quality import coding_worklist
from wholetime.dataset.models import Post
from wholetime.dataset.queries.quality.overview import named
from wholetime.dataset.queries.quality.records import newest_records

TITLES = {
    "maternity_support": "Maternity support workers not coded as such",
    "midwives": "Midwives coded as other nurses",
    "ahp": "Allied health professionals coded elsewhere",
}

LOOKED_FOR = "to put occupation codes right"
"""What a worklist shows people's records for."""


def looked_by(name: str, shown: str) -> str:
    """The way on which a worklist shows them, in words."""
    return f"Worklist “{TITLES[name]}”, {shown}"


def worklist(scope: Scope, name: str | None = None) -> pl.DataFrame:
    """The engine's worklist over the newest staff lists of ``scope``, with ``name`` of the organisation and
    ``employee_number`` from the register (empty where that has no such post)."""
    records = newest_records(scope, "esr_staff_list")
    found = coding_worklist(records, name)
    numbered = found.join(_numbers(scope), on=["org", "assignment"], how="left", maintain_order="left")
    ordered = numbered.with_columns(pl.col("employee_number").fill_null(""))
    return named(ordered, scope).sort("org", "rule", "employee_number", "assignment")


def _numbers(scope: Scope) -> pl.DataFrame:
    posts = Post.objects.all()
    if not scope.everything:
        posts = posts.filter(employment__organisation__code__in=within(scope)["code"].to_list())
    rows = posts.values_list("employment__organisation__code", "assignment", "employment__employee_number")
    frame = pl.DataFrame(
        list(rows), {"org": pl.String, "assignment": pl.Int64, "employee_number": pl.String}, orient="row"
    )
    return frame.with_columns(pl.col("assignment").reinterpret(signed=False))
