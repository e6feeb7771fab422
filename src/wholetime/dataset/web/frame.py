"""What all pages of the room have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from wholetime.chassis.web.navigation import Entry, register
from wholetime.dataset.queries.next_step import next_step
from wholetime.dataset.queries.permits import RETURNING, loading_scope

SECTIONS = (
    ("loads", "What is held"),
    ("returns", "Five-minute return"),
    ("quality", "Quality"),
    ("worklists", "Worklists"),
    ("export", "Take it away"),
)


def register_navigation() -> None:
    register(Entry("Data", "loads", order=80, under=("/data/",)))


def page(request: HttpRequest, title: str, current: str, lead: str = "") -> dict[str, Any]:
    """Title and sections of a page; ``current`` names the section it belongs to. ``then`` is what to do where it has
    nothing to show.
    """
    shown = [one for one in SECTIONS if one[0] != "returns" or loading_scope(request.user, RETURNING).roots]
    return {
        "title": title,
        "lead": lead,
        "then": next_step(request.user),
        "sections": [{"text": text, "href": reverse(name), "current": name == current} for name, text in shown],
    }
