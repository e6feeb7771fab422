"""Who looked at people's records: for each person of their own, for information leads of their area."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wholetime.chassis.api import Scope
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.queries.looking_days import limits_on
from wholetime.dataset.queries.looks import (
    MOST,
    LookValue,
    UnusualValue,
    lead_codes,
    looks_at,
    looks_within,
    unusual_within,
)
from wholetime.dataset.queries.own_record import own_person
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.own_record import own_sections

WHEN, WHO, WHERE = Column("at", "When"), Column("who", "Who"), Column("organisation", "Employer")
HOW, WHY = Column("route", "Where it was shown"), Column("reason", "What for")
PEOPLE = Column("people", "People", Kind.NUMBER)
UNUSUAL = (
    Column("day", "Day", Kind.DATE),
    WHO,
    PEOPLE,
    Column("own_usual", "Usual for them", Kind.NUMBER),
    Column("role_usual", "Usual in their role", Kind.NUMBER),
)


@require_safe
@login_required
def own_looks(request: HttpRequest) -> HttpResponse:
    """Who looked at the record of whoever asks."""
    person = own_person(request.user)
    rows = tuple(
        (_moment(look), look.who, look.organisation, look.route, look.reason)
        for look in (looks_at(person) if person is not None else ())
    )
    context = {
        "title": "Who has looked at my record",
        "lead": "Each time that somebody here was shown your entry in a staff list, with who it was and what for.",
        "sections": own_sections("own_looks"),
        "matched": person is not None,
        "most": MOST,
        "table": Table("Looks at your record, the newest first", (WHEN, WHO, WHERE, HOW, WHY), rows),
    }
    return render(request, "dataset/own_looks.html", context)


@require_safe
@for_members
def looks(request: HttpRequest, _: Scope) -> HttpResponse:
    """Who looked at the people of the areas of which one is the information lead, and who at unusually many."""
    codes = lead_codes(request.user)
    if not codes:
        raise PermissionDenied("Who looked at people's records is for the information lead of an area.")
    context = page(request, "Who looked", "looks", "Each time that somebody was shown people's records in your area.")
    context |= {
        "unusual": Table("Unusual looking", UNUSUAL, tuple(map(_unusual, unusual_within(codes)))),
        "table": Table("Looks, the newest first", (WHEN, WHO, WHERE, PEOPLE, HOW, WHY), _rows(looks_within(codes))),
        "limits": limits_on(timezone.localdate()),
        "most": MOST,
    }
    return render(request, "dataset/looks.html", context)


def _rows(found: list[LookValue]) -> tuple[tuple[str | int, ...], ...]:
    return tuple((_moment(look), look.who, look.organisation, look.people, look.route, look.reason) for look in found)


def _unusual(one: UnusualValue) -> tuple[Cell, ...]:
    return (one.day, one.who, one.people, one.own_usual, one.role_usual)


def _moment(look: LookValue) -> str:
    at = timezone.localtime(look.at)
    return f"{at.day} {at:%B %Y, %H:%M}"
