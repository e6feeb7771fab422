"""Validity: records that cannot be right, by named rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from wholetime.dataset.engine.mapping.occupations import MEDICAL
from wholetime.dataset.engine.mapping.reference import occupation_codes
from wholetime.dataset.engine.quality.registered import must_be_registered
from wholetime.dataset.engine.quality.rules import Rule, in_force, quality_yaml, validity_rules

FOUND = ("month", "org", "person", "assignment")


def findings(assignments: pl.DataFrame) -> pl.DataFrame:
    """Every record that breaks a rule: month, org, person, assignment, rule, severity, column, value, message.

    ``assignments`` is a canonical assignment frame of an employer's staff list.
    """
    return pl.concat([_broken(assignments, rule) for rule in validity_rules()])


def validity(assignments: pl.DataFrame, by: Sequence[str] = ("org",)) -> pl.DataFrame:
    """For each of ``by`` and each rule: ``records``, how many are ``broken``, and the ``share`` (0 to 1) that hold."""
    looked = assignments.group_by(by, maintain_order=True).agg(pl.len().cast(pl.Int64).alias("records"))
    rules = pl.DataFrame({"rule": [rule.id for rule in validity_rules()]})
    broken = findings(assignments).group_by(*by, "rule").agg(pl.len().cast(pl.Int64).alias("broken"))
    grid = looked.join(rules, how="cross").join(broken, on=[*by, "rule"], how="left", maintain_order="left")
    filled = grid.with_columns(pl.col("broken").fill_null(0))
    return filled.with_columns(share=1 - pl.col("broken") / pl.col("records"))


def _broken(frame: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    breaks = CHECKS[rule.id](rule).fill_null(value=False)
    return frame.filter(in_force(rule) & breaks).select(
        *FOUND,
        pl.lit(rule.id).alias("rule"),
        pl.lit(rule.severity).alias("severity"),
        pl.lit(rule.column).alias("column"),
        pl.col(rule.column).cast(pl.String).alias("value"),
        pl.lit(rule.message).alias("message"),
    )


def _fte_zero(rule: Rule) -> pl.Expr:
    return (pl.col("fte") == 0) & ~pl.col("contract").is_in(quality_yaml()["no_hours_contracts"]).fill_null(value=False)


def _fte_over_one(rule: Rule) -> pl.Expr:
    return pl.col("fte") > 1


def _age_outside(rule: Rule) -> pl.Expr:
    return (pl.col("age") < rule.least) | (pl.col("age") > rule.most)


def _code_missing(rule: Rule) -> pl.Expr:
    return pl.col("occupation_code").is_null()


def _code_unknown(rule: Rule) -> pl.Expr:
    known = pl.col("occupation_code").is_in(occupation_codes()["code"].to_list())
    return ~known & ~pl.col("occupation_code").str.contains(MEDICAL)


def _code_closed(rule: Rule) -> pl.Expr:
    return pl.col("occupation_code").is_in(occupation_codes().filter(~pl.col("valid"))["code"].to_list())


def _registration_missing(rule: Rule) -> pl.Expr:
    return must_be_registered() & pl.col("registered_until").is_null()


def _registration_expired(rule: Rule) -> pl.Expr:
    return must_be_registered() & (pl.col("registered_until") < pl.col("month"))


CHECKS: dict[str, Callable[[Rule], pl.Expr]] = {
    "fte_zero": _fte_zero,
    "fte_over_one": _fte_over_one,
    "age_outside": _age_outside,
    "occupation_code_missing": _code_missing,
    "occupation_code_unknown": _code_unknown,
    "occupation_code_closed": _code_closed,
    "registration_missing": _registration_missing,
    "registration_expired": _registration_expired,
}
"""The meaning of each rule; quality_rules.yaml says when, why and how grave."""
