"""The rules of data quality, from reference/quality_rules.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from wholetime.dataset.engine.mapping.reference import reference_yaml


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of one column. ``severity`` is error, warning or gap."""

    id: str
    column: str
    severity: str
    message: str
    effective_from: date
    source: str
    verified: bool
    least: int | None = None
    most: int | None = None
    effective_to: date | None = None


@dataclass(frozen=True, slots=True)
class CodingRule:
    """A pattern of job role or area of work whose occupation code should be another.

    It speaks of records whose code is in ``codes``, or not in ``codes_not``, or (``family`` and ``letter``) that do
    not have this first and last character. Without any of these it would speak of every code.
    """

    id: str
    worklist: str
    propose: str
    reason: str
    effective_from: date
    source: str
    verified: bool
    effective_to: date | None = None
    codes: tuple[str, ...] = ()
    codes_not: tuple[str, ...] = ()
    family: str | None = None
    letter: str | None = None
    job_role: str | None = None
    job_role_not: str | None = None
    area_of_work: str | None = None


def quality_yaml() -> dict[str, Any]:
    """The content of quality_rules.yaml; do not change what is returned."""
    content: dict[str, Any] = reference_yaml("quality_rules")
    return content


@cache
def validity_rules() -> tuple[Rule, ...]:
    return tuple(Rule(**entry) for entry in quality_yaml()["validity"])


@cache
def coding_rules() -> tuple[CodingRule, ...]:
    lists = ("codes", "codes_not")
    entries: list[dict[str, Any]] = [
        {key: tuple(v) if key in lists else v for key, v in one.items()} for one in quality_yaml()["coding"]
    ]
    return tuple(CodingRule(**entry) for entry in entries)


def in_force(rule: Rule | CodingRule, month: str = "month") -> pl.Expr:
    """Whether the rule was in force in the month of a record."""
    begun = pl.col(month) >= rule.effective_from
    return begun if rule.effective_to is None else begun & (pl.col(month) <= rule.effective_to)


def says_something(column: str, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """Whether a cell is filled with more than a word for unknown."""
    filled = pl.col(column).is_not_null()
    return filled & ~pl.col(column).is_in(quality_yaml()["empty_words"]) if kind == pl.String else filled
