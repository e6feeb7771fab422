"""Cleansing worklists: records whose occupation code a rule says should be another. Nothing is ever changed here."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.quality.rules import CodingRule, coding_rules, in_force

ITEM = ("month", "org", "person", "assignment", "job_role", "area_of_work", "band", "fte", "occupation_code")
WORKLISTS = ("maternity_support", "midwives", "ahp")


def coding_worklist(assignments: pl.DataFrame, worklist: str | None = None) -> pl.DataFrame:
    """Records to look at, each once, under the first rule that speaks of it.

    Columns: those of ITEM, and ``proposed``, ``rule``, ``worklist``, ``reason``, ``source``, ``verified``.
    """
    rules = [rule for rule in coding_rules() if worklist in (None, rule.worklist)]
    found = pl.concat([_items(assignments, rule) for rule in rules])
    return found.unique(["month", "org", "assignment"], keep="first", maintain_order=True)


def _items(assignments: pl.DataFrame, rule: CodingRule) -> pl.DataFrame:
    spoken_of = in_force(rule) & _role(rule) & _code(rule) & (pl.col("occupation_code") != rule.propose)
    return assignments.filter(spoken_of.fill_null(value=False)).select(
        *ITEM,
        pl.lit(rule.propose).alias("proposed"),
        pl.lit(rule.id).alias("rule"),
        pl.lit(rule.worklist).alias("worklist"),
        pl.lit(rule.reason).alias("reason"),
        pl.lit(rule.source).alias("source"),
        pl.lit(rule.verified).alias("verified"),
    )


def _role(rule: CodingRule) -> pl.Expr:
    fits = pl.lit(value=True)
    if rule.job_role is not None:
        fits = fits & pl.col("job_role").str.contains(rule.job_role)
    if rule.job_role_not is not None:
        fits = fits & ~pl.col("job_role").str.contains(rule.job_role_not)
    if rule.area_of_work is not None:
        fits = fits & pl.col("area_of_work").str.contains(rule.area_of_work)
    return fits


def _code(rule: CodingRule) -> pl.Expr:
    code = pl.col("occupation_code")
    if rule.codes:
        return code.is_in(rule.codes)
    if rule.codes_not:
        return ~code.is_in(rule.codes_not)
    return ~(code.str.starts_with(rule.family or "") & code.str.ends_with(rule.letter or ""))
