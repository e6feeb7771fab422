"""The five-minute return as a form: what it asks, the file it makes, and which question a refusal speaks of.

The form makes the same file that somebody else sends as CSV, so that both take one path and meet one check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from wholetime.dataset.engine.mapping.layouts import mappings_of
from wholetime.dataset.engine.mapping.reference import reference_yaml
from wholetime.dataset.engine.mapping.template import csv_text

SOURCE = "five_minute_return"

type Answers = Mapping[tuple[str, str], str]
"""What was written, by role group and field."""


@dataclass(frozen=True, slots=True)
class Question:
    """One box: ``field`` is wholetime's column."""

    field: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """What one kind of organisation is asked. ``label`` is the kind as the file calls it."""

    label: str
    sector: str
    groups: tuple[str, ...]

    def questions(self, group: str) -> tuple[Question, ...]:
        """The questions about ``group``: of volunteers only how many there are."""
        only = _content()["volunteers"]
        asked = tuple(Question(**one) for one in _content()["questions"])
        if group != only["group"]:
            return asked
        return tuple(Question(one.field, only["text"], one.hint) for one in asked if one.field in only["questions"])

    def answered(self, answers: Answers) -> list[str]:
        """The groups about which anything was written."""
        return [group for group in self.groups if any(_cell(answers, group, one) for one in self.questions(group))]

    def csv(self, org: str, day: date, answers: Answers) -> str:
        """The return as the CSV file of the source, one row for each answered group."""
        headings = mappings_of(SOURCE)[0].headings
        fixed = {"month": day.isoformat(), "org": org, "sector": self.label}
        rows = []
        for group in self.answered(answers):
            written = {one.field: _cell(answers, group, one) for one in self.questions(group)}
            row = fixed | {"role_group": group} | written
            rows.append([row.get(name, "") for name in headings])
        return csv_text(list(headings.values()), rows)

    def empty_csv(self, org: str, day: date) -> str:
        """The file with everything filled in but the numbers."""
        headings = mappings_of(SOURCE)[0].headings
        fixed = {"month": day.isoformat(), "org": org, "sector": self.label}
        rows = [[(fixed | {"role_group": group}).get(name, "") for name in headings] for group in self.groups]
        return csv_text(list(headings.values()), rows)

    def faults(self, refusals: pl.DataFrame, answers: Answers) -> list[tuple[str, str, str]]:
        """``(group, field, reason)`` of each refusal of the file that ``csv`` made of ``answers``."""
        fields = {heading: name for name, heading in mappings_of(SOURCE)[0].headings.items()}
        groups = self.answered(answers)
        return [
            (groups[row - 2], fields.get(column, ""), reason)
            for row, column, reason in refusals.select("row", "column", "reason").iter_rows()
        ]


def form_for(sector: str) -> ReturnForm | None:
    """The form of a sector; None where it has none."""
    return next((one for one in _forms() if one.sector == sector), None)


def form_sectors() -> tuple[str, ...]:
    return tuple(one.sector for one in _forms())


@cache
def _forms() -> tuple[ReturnForm, ...]:
    return tuple(ReturnForm(one["label"], one["sector"], tuple(one["groups"])) for one in _content()["types"])


def _content() -> dict[str, Any]:
    content: dict[str, Any] = reference_yaml("five_minute_form")
    return content


def _cell(answers: Answers, group: str, question: Question) -> str:
    return answers.get((group, question.field), "").strip()
