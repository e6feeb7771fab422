"""What all pages of the room have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from wholetime.chassis.web.navigation import Entry, register
from wholetime.dataset.queries.looks import LEADS
from wholetime.dataset.queries.next_step import next_step
from wholetime.dataset.queries.permits import RETURNING, loading_scope

SECTIONS = (
    ("loads", "What is held"),
    ("returns", "Five-minute return"),
    ("quality", "Quality"),
    ("worklists", "Worklists"),
    ("export", "Take it away"),
    ("looks", "Who looked"),
    ("corrections", "Corrections"),
    ("links", "Whose record"),
    ("retention", "Retention"),
)
ADMINISTERING = frozenset({"administrator"})
FOR_SOME = {
    "returns": RETURNING,
    "looks": LEADS,
    "corrections": LEADS,
    "links": ADMINISTERING,
    "retention": ADMINISTERING,
}
"""Sections that open to these roles only."""


def register_navigation() -> None:
    register(Entry("Data", "loads", order=80, under=("/data/",)))
    register(Entry("Your record", "own_record", order=95, under=("/your-record/",)))


def page(request: HttpRequest, title: str, current: str, lead: str = "") -> dict[str, Any]:
    """Title and sections of a page; ``current`` names the section it belongs to. ``then`` is what to do where it has
    nothing to show.
    """
    hidden = {name for name, roles in FOR_SOME.items() if not loading_scope(request.user, roles).roots}
    shown = [one for one in SECTIONS if one[0] not in hidden]
    return {
        "title": title,
        "lead": lead,
        "then": next_step(request.user),
        "sections": [{"text": text, "href": reverse(name), "current": name == current} for name, text in shown],
    }
