"""Five-minute returns: who should send one, and what the last one said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.models import Max
from django.utils import timezone

from wholetime.chassis.api import Scope
from wholetime.dataset.engine.five_minute_form import SOURCE, ReturnForm, form_sectors
from wholetime.dataset.engine.mapping.reference import code_list
from wholetime.dataset.models import Slice
from wholetime.dataset.queries.senders import open_organisations
from wholetime.dataset.queries.slice_rows import slice_rows

VOLUNTEERS = "Volunteers"


@dataclass(frozen=True, slots=True)
class HeldReturn:
    """A return as it is held: ``answers`` by role group and field, as text."""

    day: date
    org: str
    answers: dict[tuple[str, str], str]
    sent_on: date
    account: str
    load: str


def returning_organisations(scope: Scope) -> pl.DataFrame:
    """Organisations in ``scope`` that are asked for the return: code, name, sector, newest (null: never sent)."""
    rows = open_organisations(scope, form_sectors())
    newest = dict(Slice.objects.filter(adapter=SOURCE, live=True).values_list("org").annotate(newest=Max("period_to")))
    held = pl.DataFrame({"code": list(newest), "newest": list(newest.values())}, {"code": pl.String, "newest": pl.Date})
    return rows.join(held, on="code", how="left", maintain_order="left")


def held_return(org: str, form: ReturnForm, day: date | None = None) -> HeldReturn | None:
    """The return of ``org`` for ``day``, or its newest; None where there is none."""
    found = Slice.objects.filter(adapter=SOURCE, live=True, org=org).select_related("load__account")
    if day is not None:
        found = found.filter(period_to=day)
    part = found.order_by("-period_to").first()
    if part is None or part.live_from is None:
        return None
    frame = slice_rows(part)
    account = part.load.account.name if part.load.account else "the information team"
    sent_on = timezone.localdate(part.live_from)
    return HeldReturn(part.period_to, org, _answers(frame, form), sent_on, account, str(part.load_id))


def _answers(frame: pl.DataFrame, form: ReturnForm) -> dict[tuple[str, str], str]:
    codes = code_list("five_minute_role_groups")
    by_group = frame.filter(pl.col("cut") == "staff_group")
    held = {(row["staff_group"], row["measure"]): row["value"] for row in by_group.iter_rows(named=True)}
    answers = {
        (group, question.field): _text(held[codes[group], question.field])
        for group in form.groups
        for question in form.questions(group)
        if (codes[group], question.field) in held
    }
    for value in frame.filter(pl.col("measure") == "volunteers")["value"].head(1):
        answers[VOLUNTEERS, "headcount"] = _text(value)
    return answers


def _text(value: object) -> str:
    """``3.600000`` as ``3.6``; nothing for a number that was left out."""
    return "" if value is None else format(value, "f").rstrip("0").rstrip(".")
